package dev.posthaste.api;

import dev.posthaste.intake.SubmitResult.Novelty;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An operation with the code that carries it out; neither knows the dialect of the request.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
public sealed interface Endpoint<Q, A> {

    /** The declaration. */
    Operation<Q, A> operation();

    /** One request, one answer, and whether the answer was given before. */
    record Single<Q, A>(Operation<Q, A> operation, BiFunction<Call, Q, Uni<Repeats.Answer<A>>> work)
            implements Endpoint<Q, A> {}

    /** An answer that is streamed. */
    record Download(Operation<Operation.Nothing, Octets> operation, Function<Call, Uni<Octets>> work)
            implements Endpoint<Operation.Nothing, Octets> {}

    /**
     * Octets that are streamed in.
     *
     * @param open begins to take the octets
     * @param octets those that the request itself has; the field of gRPC is named {@code raw}
     * @param asked what identifies the request apart from its octets
     */
    record Upload<Q, A>(
            Operation<Q, A> operation,
            BiFunction<Call, Q, Uni<Incoming<A>>> open,
            Function<Q, byte[]> octets,
            Function<Q, byte[]> asked)
            implements Endpoint<Q, A> {}

    /** One request, one answer. */
    static <Q, A> Endpoint<Q, A> of(Operation<Q, A> operation, BiFunction<Call, Q, Uni<A>> work) {
        return new Single<>(
                operation,
                (call, request) -> work.apply(call, request).map(answer -> new Repeats.Answer<>(answer, Novelty.NEW)));
    }

    /** The operations on one kind of resource; a bean. */
    interface Resource {
        /** One endpoint per operation. */
        List<Endpoint<?, ?>> endpoints();
    }

    /** Octets on their way in. One call at a time; ends with {@link #finish} or {@link #abort}. */
    interface Incoming<A> {
        /** Takes the next octets; a caller that waits for the answer keeps memory bounded. */
        Uni<Void> write(byte[] octets);

        /** The octets are complete: the answer, once they are durable. */
        Uni<A> finish();

        /** The client is gone: nothing is kept. */
        Uni<Void> abort();

        /** The same octets with another answer. */
        default <B> Incoming<B> map(Function<A, B> shape) {
            Incoming<A> self = this;
            return new Incoming<>() {
                @Override
                public Uni<Void> write(byte[] octets) {
                    return self.write(octets);
                }

                @Override
                public Uni<B> finish() {
                    return self.finish().map(shape);
                }

                @Override
                public Uni<Void> abort() {
                    return self.abort();
                }
            };
        }
    }
}
