package dev.posthaste.api.grpc;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.MessageCalls;
import dev.posthaste.api.Operation;
import dev.posthaste.api.RepeatableAppend;
import dev.posthaste.api.Repeats;
import dev.posthaste.api.Target;
import dev.posthaste.api.grpc.v1.AppendMessageRequest;
import dev.posthaste.api.grpc.v1.Message;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** An append as a stream of requests: the first says where, all bring octets. */
final class AppendStream {

    private final MessageCalls messages;
    private final Repeats repeats;
    private final Principal caller;
    private final Runnable pace;
    private State state = new State.Nothing();

    /** Each request is dealt with before {@code pace} lets the next one come: no more than one is in memory. */
    AppendStream(MessageCalls messages, Repeats repeats, Principal caller, Runnable pace) {
        this.pace = pace;
        this.repeats = repeats;
        this.messages = messages;
        this.caller = caller;
    }

    private sealed interface State {
        record Nothing() implements State {}

        record Open(RepeatableAppend<Message> message) implements State {}
    }

    /** The message, once the stream has ended. */
    Uni<Repeats.Answer<Message>> read(Multi<AppendMessageRequest> requests) {
        return requests.onItem()
                .transformToUniAndConcatenate(this::next)
                .collect()
                .last()
                .onFailure()
                .call(this::abort)
                .onCancellation()
                .call(this::abort)
                .flatMap(done -> finish());
    }

    private Uni<Void> next(AppendMessageRequest request) {
        return write(request).invoke(pace);
    }

    private Uni<Void> write(AppendMessageRequest request) {
        byte[] octets = request.getRaw().getData().toByteArray();
        return switch (state) {
            case State.Nothing() ->
                open(request)
                        .invoke(message -> state = new State.Open(message))
                        .flatMap(message -> message.write(octets));
            case State.Open(RepeatableAppend<Message> message) -> message.write(octets);
        };
    }

    private Uni<RepeatableAppend<Message>> open(AppendMessageRequest request) {
        Target target = Target.of(Operation.APPEND_MESSAGE, request.getAccount());
        AppendMessageRequest place = request.toBuilder().clearRaw().build();
        return repeats.append(
                caller,
                ProtobufAnswers.asked(target, place),
                new ProtobufAnswers<>(Message.parser()),
                () -> messages.open(caller, request.getAccount(), MessageShapes.place(request)),
                MessageShapes::message);
    }

    private Uni<Repeats.Answer<Message>> finish() {
        return switch (state) {
            case State.Nothing() ->
                Uni.createFrom()
                        .failure(ApiException.at("/raw", ErrorCode.MISSING_FIELD, "the stream has no request", ""));
            case State.Open(RepeatableAppend<Message> message) -> message.finish();
        };
    }

    private Uni<Void> abort() {
        return switch (state) {
            case State.Nothing() -> Uni.createFrom().voidItem();
            case State.Open(RepeatableAppend<Message> message) -> message.abort();
        };
    }
}
