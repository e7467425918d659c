package dev.posthaste.api;

import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.login.Login;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** From what a request says of its maker to who that is. The same words in HTTP header fields and gRPC metadata. */
@Singleton
public final class BearerKey {

    /** RFC 6750 section 2.1; the scheme's case does not matter (RFC 9110 section 11.1). */
    private static final String SCHEME = "bearer ";

    /** Ours have about 80; a platform key may be anything reasonable. */
    private static final int MAX_LENGTH = 1000;

    private final Login login;

    BearerKey(Login login) {
        this.login = login;
    }

    /**
     * Who calls.
     *
     * @param authorization {@code Bearer …}
     * @param tenant for whom a platform key acts; empty for its own tenant
     */
    public Uni<Principal> principal(Optional<String> authorization, Optional<String> tenant) {
        return Uni.createFrom()
                .deferred(() -> login.bearer(key(authorization)))
                .map(found -> found.orElseThrow(
                        () -> ApiException.of(ErrorCode.UNAUTHENTICATED, "the key is unknown or revoked")))
                .map(principal -> tenant.map(text -> actingFor(principal, text)).orElse(principal));
    }

    private static Secret key(Optional<String> authorization) {
        String text = authorization.orElseThrow(
                () -> ApiException.of(ErrorCode.UNAUTHENTICATED, "the Authorization header is missing"));
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || text.length() > MAX_LENGTH) {
            throw ApiException.of(ErrorCode.UNAUTHENTICATED, "the Authorization header is not 'Bearer <key>'");
        }
        return new Secret(text.substring(SCHEME.length()).strip());
    }

    private static Principal actingFor(Principal principal, String text) {
        TenantId tenant = TenantId.parse(text)
                .orElseThrow(() -> ApiException.at(
                        "/X-Tenant", ErrorCode.INVALID_PARAMETER, "X-Tenant is not the id of a tenant", "ten_…"));
        return switch (principal) {
            case Principal.Platform ignored -> new Principal.Platform(tenant);
            case Principal.KeyHolder holder -> same(holder, tenant);
            case Principal.AccountHolder holder -> same(holder, tenant);
        };
    }

    private static Principal same(Principal principal, TenantId tenant) {
        if (!principal.tenant().equals(tenant)) {
            throw ApiException.of(ErrorCode.TENANT_FORBIDDEN, "the key belongs to another tenant");
        }
        return principal;
    }
}
