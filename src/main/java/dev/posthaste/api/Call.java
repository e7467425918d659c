package dev.posthaste.api;

import dev.posthaste.intake.Origin;
import dev.posthaste.login.Principal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What comes with a request besides its fields, the same in both dialects.
 *
 * @param names the names in the path, in its order
 * @param when the state in which the resource must be
 * @param idempotencyKey as it was sent; empty for none
 * @param page which page of a list
 * @param origin the dialect, the client and the request
 */
public record Call(
        Principal caller,
        List<String> names,
        Precondition when,
        Optional<String> idempotencyKey,
        PageToken page,
        Origin origin) {

    /** Keeps its own copy of the names. */
    public Call {
        names = List.copyOf(names);
    }

    /** The same call for another page. */
    public Call on(PageToken wanted) {
        return new Call(caller, names, when, idempotencyKey, wanted, origin);
    }

    /** The first name in the path. */
    public String name() {
        return names.getFirst();
    }

    /** The name in the path at this position, counted from 0. */
    public String name(int position) {
        return names.get(position);
    }

    /** The request as {@link Repeats} compares it; the fields as {@code asked} are needed only with a key. */
    Repeats.Request request(Operation<?, ?> operation, Supplier<byte[]> asked) {
        return new Repeats.Request(
                idempotencyKey, new Target(operation, names), idempotencyKey.isPresent() ? asked.get() : new byte[0]);
    }
}
