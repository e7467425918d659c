package dev.posthaste.api.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.posthaste.api.Admission;
import dev.posthaste.api.Call;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Repeats;
import dev.posthaste.api.StoreFailures;
import dev.posthaste.login.Principal;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every operation over gRPC: a method of a service is the operation of the same name. */
@Singleton
final class Calls {

    private final Admission admission;
    private final Repeats repeats;
    private final StoreFailures stores;
    private final Map<String, Endpoint<?, ?>> endpoints;

    Calls(Admission admission, Repeats repeats, StoreFailures stores, Instance<Endpoint.Resource> resources) {
        this.stores = stores;
        this.repeats = repeats;
        this.admission = admission;
        this.endpoints = resources.stream()
                .flatMap(resource -> resource.endpoints().stream())
                .collect(Collectors.toMap(endpoint -> endpoint.operation().rpc(), endpoint -> endpoint));
    }

    /**
     * A service with a handler for each of its methods.
     *
     * @throws IllegalStateException if a method is no operation, or if its messages are not those of the operation
     */
    ServerServiceDefinition definition(ServiceDescriptor service) {
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
        service.getMethods().forEach(method -> {
            Endpoint<?, ?> endpoint = endpoints.get(String.valueOf(method.getBareMethodName()));
            if (endpoint == null) {
                throw new IllegalStateException(method.getFullMethodName() + " is no operation");
            }
            MethodDescriptor<Message, Message> messages = messages(method);
            definition.addMethod(messages, handler(endpoint, messages));
        });
        return definition.build();
    }

    /** All messages of generated services are {@link Message}s. */
    @SuppressWarnings("unchecked")
    private static MethodDescriptor<Message, Message> messages(MethodDescriptor<?, ?> method) {
        return (MethodDescriptor<Message, Message>) method;
    }

    private <Q, A> ServerCallHandler<Message, Message> handler(
            Endpoint<Q, A> endpoint, MethodDescriptor<Message, Message> messages) {
        return switch (endpoint) {
            case Endpoint.Single<Q, A> single -> {
                Method<Q, A> method = Method.of(single.operation(), messages);
                yield ServerCalls.asyncUnaryCall((request, answers) -> io.quarkus.grpc.stubs.ServerCalls.oneToOne(
                        request, answers, null, message -> answer(single, method, message)));
            }
            case Endpoint.Upload<Q, A> upload -> {
                Method<Q, A> method = Method.of(upload.operation(), messages);
                yield ServerCalls.asyncClientStreamingCall(answers -> io.quarkus.grpc.stubs.ServerCalls.manyToOne(
                        answers, requests -> upload(upload, method, requests)));
            }
            case Endpoint.Download download -> {
                RecordShape.of(
                        Operation.Nothing.class,
                        Method.prototype(messages.getRequestMarshaller()),
                        Set.copyOf(download.operation().names()));
                Message chunk = Method.prototype(messages.getResponseMarshaller());
                yield ServerCalls.asyncServerStreamingCall(
                        (request, answers) -> io.quarkus.grpc.stubs.ServerCalls.oneToMany(
                                request, answers, null, message -> download(download, message, chunk)));
            }
        };
    }

    private <Q, A> Uni<Message> answer(Endpoint.Single<Q, A> endpoint, Method<Q, A> method, Message message) {
        CallMetadata.Said said = CallMetadata.current();
        return admitted(said, endpoint.operation())
                .flatMap(caller -> {
                    Call call = Method.call(endpoint.operation(), message, caller, said.origin());
                    return repeats.answer(endpoint, call, method.request(message), method, () -> Method.asked(message));
                })
                .invoke(answer -> said.answer().replayed(answer.novelty()))
                .map(answer -> method.message(answer.value()))
                .onFailure()
                .transform(failure -> Failures.of(failure, said.requestId(), stores));
    }

    private <Q, A> Uni<Message> upload(Endpoint.Upload<Q, A> endpoint, Method<Q, A> method, Multi<Message> requests) {
        CallMetadata.Said said = CallMetadata.current();
        return admitted(said, endpoint.operation())
                .flatMap(caller -> {
                    Function<Message, Call> calls =
                            first -> Method.call(endpoint.operation(), first, caller, said.origin());
                    return new UploadStream<>(endpoint, method, repeats, calls).read(requests, said::next);
                })
                .invoke(answer -> said.answer().replayed(answer.novelty()))
                .map(answer -> method.message(answer.value()))
                .onFailure()
                .transform(failure -> Failures.of(failure, said.requestId(), stores));
    }

    private Multi<Message> download(Endpoint.Download endpoint, Message message, Message chunk) {
        CallMetadata.Said said = CallMetadata.current();
        return admitted(said, endpoint.operation())
                .flatMap(caller ->
                        endpoint.work().apply(Method.call(endpoint.operation(), message, caller, said.origin())))
                .onItem()
                .transformToMulti(octets -> octets.bytes().map(piece -> chunk(chunk, piece)))
                .onFailure()
                .transform(failure -> Failures.of(failure, said.requestId(), stores));
    }

    private static Message chunk(Message prototype, byte[] piece) {
        return prototype
                .newBuilderForType()
                .setField(prototype.getDescriptorForType().findFieldByName("data"), ByteString.copyFrom(piece))
                .build();
    }

    private Uni<Principal> admitted(CallMetadata.Said said, Operation<?, ?> operation) {
        Admission.Credentials credentials =
                new Admission.Credentials(said.authorization(), said.tenant(), said.address());
        said.answer().put(AnswerMetadata.RATE_LIMIT_POLICY, admission.policies());
        return admission.admit(
                credentials, operation, budget -> said.answer().put(AnswerMetadata.RATE_LIMIT, budget.text()));
    }
}
