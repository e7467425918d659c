package dev.posthaste.api.grpc;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.AppendingMessage;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.MessageCalls;
import dev.posthaste.api.MessageView;
import dev.posthaste.api.grpc.v1.AppendMessageRequest;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** An append as a stream of requests: the first says where, all bring octets. */
final class AppendStream {

    private final MessageCalls messages;
    private final Principal caller;
    private State state = new State.Nothing();

    AppendStream(MessageCalls messages, Principal caller) {
        this.messages = messages;
        this.caller = caller;
    }

    private sealed interface State {
        record Nothing() implements State {}

        record Open(AppendingMessage message) implements State {}
    }

    /** The message, once the stream has ended. */
    Uni<MessageView> read(Multi<AppendMessageRequest> requests) {
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
        byte[] octets = request.getRaw().getData().toByteArray();
        return switch (state) {
            case State.Nothing() ->
                messages.open(caller, request.getAccount(), MessageShapes.place(request))
                        .invoke(message -> state = new State.Open(message))
                        .flatMap(message -> message.write(octets));
            case State.Open(AppendingMessage message) -> message.write(octets);
        };
    }

    private Uni<MessageView> finish() {
        return switch (state) {
            case State.Nothing() ->
                Uni.createFrom()
                        .failure(ApiException.at("/raw", ErrorCode.MISSING_FIELD, "the stream has no request", ""));
            case State.Open(AppendingMessage message) -> message.finish();
        };
    }

    private Uni<Void> abort() {
        return switch (state) {
            case State.Nothing() -> Uni.createFrom().voidItem();
            case State.Open(AppendingMessage message) -> message.abort();
        };
    }
}
