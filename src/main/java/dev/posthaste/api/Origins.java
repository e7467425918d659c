package dev.posthaste.api;

import dev.posthaste.id.ApiKeyId;
import dev.posthaste.intake.Origin;
import dev.posthaste.login.Principal;
import java.util.Set;

/** How a message comes by the API. */
public final class Origins {

    private Origins() {}

    /** By this dialect from this address; who has authenticated is added by {@link #of(Origin, Principal)}. */
    public static Origin at(Origin.Entrance dialect, String address, Origin.Request request) {
        return new Origin(
                dialect,
                Origin.Peer.at(address),
                new Origin.Security.Clear(),
                new Origin.Authenticated.Nobody(),
                request);
    }

    /** The same, by this caller. */
    static Origin of(Origin origin, Principal caller) {
        return new Origin(origin.entrance(), origin.peer(), origin.security(), authenticated(caller), origin.request());
    }

    /** An append by this caller; it has no trace field that would name the dialect. */
    static Origin of(Principal caller) {
        return of(at(Origin.Entrance.REST, "", Origin.Request.NONE), caller);
    }

    private static Origin.Authenticated authenticated(Principal caller) {
        return switch (caller) {
            case Principal.AccountHolder holder -> new Origin.Authenticated.Account(holder.account(), holder.address());
            case Principal.KeyHolder(var tenant, ApiKeyId key, Set<?> scopes) -> new Origin.Authenticated.Key(key);
            case Principal.Platform platform -> new Origin.Authenticated.Platform();
        };
    }
}
