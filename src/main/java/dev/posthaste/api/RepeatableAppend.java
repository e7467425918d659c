package dev.posthaste.api;

import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/**
 * A message that is appended once, though its octets come as a stream: their digest is the request's fingerprint, so that
 * the key is looked at when the last of them has come, before the door commits. One call at a time; ends with {@link
 * #finish} or {@link #abort}.
 */
public final class RepeatableAppend<T> {

    private State<T> state;
    private final Ending<T> ending;
    private final Fingerprint fingerprint = new Fingerprint();

    private RepeatableAppend(State<T> state, Ending<T> ending) {
        this.state = state;
        this.ending = ending;
    }

    private sealed interface State<T> {
        record Open<T>(Endpoint.Incoming<T> message) implements State<T> {}

        /** The call was made, now or before: octets are only compared. */
        record Made<T>() implements State<T> {}
    }

    /** How the answer is made. */
    record Ending<T>(Repeats repeats, Principal caller, Repeats.Request request, Repeats.Form<T> form) {

        private Uni<Repeats.Answer<T>> answer(byte[] body, Function<Principal, Uni<T>> append) {
            Repeats.Request whole = new Repeats.Request(request.key(), request.target(), body);
            return repeats.once(caller, whole, form, append);
        }
    }

    static <T> RepeatableAppend<T> first(Endpoint.Incoming<T> message, Ending<T> ending) {
        return new RepeatableAppend<>(new State.Open<>(message), ending);
    }

    static <T> RepeatableAppend<T> again(Ending<T> ending) {
        return new RepeatableAppend<>(new State.Made<>(), ending);
    }

    /** Takes the next octets; whoever waits for the answer keeps memory bounded. */
    public Uni<Void> write(byte[] octets) {
        if (ending.request().key().isPresent()) {
            fingerprint.stream(octets);
        }
        return switch (state) {
            case State.Open<T>(Endpoint.Incoming<T> message) -> message.write(octets);
            case State.Made<T>() -> Uni.createFrom().voidItem();
        };
    }

    /** There are no more. What another request with the same key has brought does not stay at the door. */
    public Uni<Repeats.Answer<T>> finish() {
        return ending.answer(fingerprint.after(ending.request().body()), caller -> commit())
                .eventually(this::abort);
    }

    private Uni<T> commit() {
        return switch (state) {
            case State.Open<T>(Endpoint.Incoming<T> message) -> {
                state = new State.Made<>();
                yield message.finish();
            }
            case State.Made<T>() ->
                Uni.createFrom()
                        .failure(ApiException.of(ErrorCode.UNAVAILABLE, "the earlier request has just been forgotten"));
        };
    }

    /** The caller went away: nothing is kept. */
    public Uni<Void> abort() {
        return switch (state) {
            case State.Open<T>(Endpoint.Incoming<T> message) -> message.abort();
            case State.Made<T>() -> Uni.createFrom().voidItem();
        };
    }

    /** The answer to all these octets. If they end with a failure or are given up, nothing is kept. */
    public Uni<Repeats.Answer<T>> pour(Multi<byte[]> octets) {
        return octets.onItem()
                .transformToUniAndConcatenate(this::write)
                .collect()
                .last()
                .onFailure()
                .call(this::abort)
                .onCancellation()
                .call(this::abort)
                .flatMap(done -> finish());
    }
}
