package dev.posthaste.api.grpc;

import dev.posthaste.api.Operation;
import dev.posthaste.api.Origins;
import dev.posthaste.id.IdText;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.Origin;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Keeps what a call says beside its request where {@link Calls} finds it, and gives every call an id. */
@ApplicationScoped
@GlobalInterceptor
class CallMetadata implements ServerInterceptor {

    private static final Context.Key<Said> SAID = Context.key("posthaste-call");
    private static final Metadata.Key<String> AUTHORIZATION = text("authorization");
    private static final Metadata.Key<String> TENANT = text("x-tenant");
    private static final Metadata.Key<String> USER_AGENT = text("user-agent");
    private static final Metadata.Key<String> TRACEPARENT = text("traceparent");

    private final Uuid7 ids;

    CallMetadata(Uuid7 ids) {
        this.ids = ids;
    }

    /**
     * What a call says beside its request.
     *
     * @param address the client's, as REST knows it; empty if it has none
     */
    record Said(
            Optional<String> authorization,
            Optional<String> tenant,
            String address,
            Origin origin,
            String method,
            String requestId,
            AnswerMetadata answer,
            Runnable pace) {

        private static final Said NOTHING = new Said(
                Optional.empty(),
                Optional.empty(),
                "",
                Origins.at(Origin.Entrance.GRPC, "", Origin.Request.NONE),
                "",
                "",
                new AnswerMetadata(),
                () -> {});

        /** Lets the next request of a stream come. */
        void next() {
            pace.run();
        }

        /** Every method of our services bears the name of its call. */
        Operation operation() {
            return Operation.ofRpc(method)
                    .orElseThrow(() -> new IllegalStateException("a method that is no call: '" + method + "'"));
        }
    }

    /** What the current call says; to be asked before anything waits. */
    static Said current() {
        Said said = SAID.get();
        return said == null ? Said.NOTHING : said;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String requestId = IdText.write("req", ids.next());
        AnswerMetadata answer = new AnswerMetadata();
        answer.put("x-request-id", requestId);
        ServerCall<Q, A> answered = new Answered<>(call, answer);
        Runnable pace = () -> {};
        if (call.getMethodDescriptor().getType() == MethodDescriptor.MethodType.CLIENT_STREAMING) {
            Paced<Q, A> paced = new Paced<>(answered);
            answered = paced;
            pace = paced::next;
        }
        String address = address(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        Said said = new Said(
                Optional.ofNullable(headers.get(AUTHORIZATION)),
                Optional.ofNullable(headers.get(TENANT)),
                address,
                Origins.at(Origin.Entrance.GRPC, address, request(headers, requestId)),
                String.valueOf(call.getMethodDescriptor().getBareMethodName()),
                requestId,
                answer,
                pace);
        return Contexts.interceptCall(Context.current().withValue(SAID, said), answered, headers, next);
    }

    private static Origin.Request request(Metadata headers, String id) {
        return new Origin.Request(
                id,
                Optional.ofNullable(headers.get(USER_AGENT)).orElse(""),
                Optional.ofNullable(headers.get(TRACEPARENT)).orElse(""));
    }

    private static String address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "";
    }

    static Metadata.Key<String> text(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /**
     * Requests of an upload come one by one, as its reader asks for them by {@link Said#next}; a dialogue, such as that of
     * reflection, is paced by its answers. The framework asks for the next as soon as it has one, and keeps what has come in memory
     * without an end, before anybody knows who calls.
     */
    private static final class Paced<Q, A> extends SimpleForwardingServerCall<Q, A> {

        private final AtomicBoolean begun = new AtomicBoolean();

        Paced(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void request(int messages) {
            if (begun.compareAndSet(false, true)) {
                super.request(1);
            }
        }

        void next() {
            super.request(1);
        }
    }

    /** An answer goes out with what is to be said beside it; so does a failure before any answer. */
    private static final class Answered<Q, A> extends SimpleForwardingServerCall<Q, A> {

        private final AnswerMetadata answer;

        Answered(ServerCall<Q, A> call, AnswerMetadata answer) {
            super(call);
            this.answer = answer;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            headers.merge(answer.toMetadata());
            super.sendHeaders(headers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!status.isOk()) {
                trailers.merge(answer.toMetadata());
            }
            super.close(status, trailers);
        }
    }
}
