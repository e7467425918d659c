package dev.posthaste.api;

import dev.posthaste.account.TenantDirectory;
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
    private final TenantDirectory tenants;

    BearerKey(Login login, TenantDirectory tenants) {
        this.login = login;
        this.tenants = tenants;
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
                .flatMap(principal -> tenant.map(text -> actingFor(principal, text))
                        .orElseGet(() -> Uni.createFrom().item(principal)));
    }

    private static Secret key(Optional<String> authorization) {
        String text = authorization.orElseThrow(
                () -> ApiException.of(ErrorCode.UNAUTHENTICATED, "the Authorization header is missing"));
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || text.length() > MAX_LENGTH) {
            throw ApiException.of(ErrorCode.UNAUTHENTICATED, "the Authorization header is not 'Bearer <key>'");
        }
        return new Secret(text.substring(SCHEME.length()).strip());
    }

    private Uni<Principal> actingFor(Principal principal, String text) {
        TenantId tenant = TenantId.parse(text)
                .orElseThrow(() -> ApiException.at(
                        "/X-Tenant", ErrorCode.INVALID_PARAMETER, "X-Tenant is not the id of a tenant", "ten_…"));
        return switch (principal) {
            case Principal.Platform ignored ->
                tenants.find(tenant)
                        .map(found -> found.<Principal>map(Principal.Platform::new)
                                .orElseThrow(() ->
                                        ApiException.of(ErrorCode.TENANT_NOT_FOUND, "there is no tenant " + tenant)));
            case Principal.KeyHolder holder -> Uni.createFrom().item(() -> same(holder, tenant));
            case Principal.AccountHolder holder -> Uni.createFrom().item(() -> same(holder, tenant));
        };
    }

    private static Principal same(Principal principal, TenantId tenant) {
        if (!principal.tenant().equals(tenant)) {
            throw ApiException.of(ErrorCode.TENANT_FORBIDDEN, "the key belongs to another tenant");
        }
        return principal;
    }
}
