package dev.posthaste.api.grpc;

import dev.posthaste.api.BearerKey;
import dev.posthaste.api.StoreFailures;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** What every method does around its call: who calls, and how a failure is said. */
@Singleton
final class Calls {

    private final BearerKey keys;
    private final StoreFailures stores;

    Calls(BearerKey keys, StoreFailures stores) {
        this.stores = stores;
        this.keys = keys;
    }

    /** One answer. */
    <T> Uni<T> one(Function<Principal, Uni<T>> call) {
        CallMetadata.Said said = CallMetadata.current();
        return keys.principal(said.authorization(), said.tenant())
                .flatMap(caller -> call.apply(caller))
                .onFailure()
                .transform(failure -> Failures.of(failure, said.requestId(), stores));
    }

    /** A stream of answers. */
    <T> Multi<T> many(Function<Principal, Multi<T>> call) {
        CallMetadata.Said said = CallMetadata.current();
        return keys.principal(said.authorization(), said.tenant())
                .onItem()
                .transformToMulti(call)
                .onFailure()
                .transform(failure -> Failures.of(failure, said.requestId(), stores));
    }
}
