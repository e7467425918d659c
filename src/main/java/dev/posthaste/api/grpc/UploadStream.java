package dev.posthaste.api.grpc;

import com.google.protobuf.Message;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.Call;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.RepeatableAppend;
import dev.posthaste.api.Repeats;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/** An upload as a stream of requests: the first has the fields, all have octets. */
final class UploadStream<Q, A> {

    private final Endpoint.Upload<Q, A> endpoint;
    private final Method<Q, A> method;
    private final Repeats repeats;
    private final Function<Message, Call> calls;
    private State<A> state = new State.Nothing<>();

    UploadStream(Endpoint.Upload<Q, A> endpoint, Method<Q, A> method, Repeats repeats, Function<Message, Call> calls) {
        this.endpoint = endpoint;
        this.method = method;
        this.repeats = repeats;
        this.calls = calls;
    }

    private sealed interface State<A> {
        record Nothing<A>() implements State<A> {}

        record Open<A>(RepeatableAppend<A> octets) implements State<A> {}
    }

    /** The answer, once the stream has ended. {@code pace} lets the next request come: one at a time is in memory. */
    Uni<Repeats.Answer<A>> read(Multi<Message> requests, Runnable pace) {
        return requests.onItem()
                .transformToUniAndConcatenate(request -> next(request).invoke(pace))
                .collect()
                .last()
                .onFailure()
                .call(this::abort)
                .onCancellation()
                .call(this::abort)
                .flatMap(done -> finish());
    }

    private Uni<Void> next(Message message) {
        Q request = method.request(message);
        byte[] octets = endpoint.octets().apply(request);
        return switch (state) {
            case State.Nothing<A>() ->
                repeats.upload(endpoint, calls.apply(message), request, method)
                        .invoke(opened -> state = new State.Open<>(opened))
                        .flatMap(opened -> opened.write(octets));
            case State.Open<A>(RepeatableAppend<A> opened) -> opened.write(octets);
        };
    }

    private Uni<Repeats.Answer<A>> finish() {
        return switch (state) {
            case State.Nothing<A>() ->
                Uni.createFrom()
                        .failure(ApiException.at("/raw", ErrorCode.MISSING_FIELD, "the stream has no request", ""));
            case State.Open<A>(RepeatableAppend<A> opened) -> opened.finish();
        };
    }

    private Uni<Void> abort() {
        return switch (state) {
            case State.Nothing<A>() -> Uni.createFrom().voidItem();
            case State.Open<A>(RepeatableAppend<A> opened) -> opened.abort();
        };
    }
}
