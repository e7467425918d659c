package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.account.TenantDirectory;
import dev.posthaste.address.DomainName;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.login.Login;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import io.smallrye.mutiny.Uni;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BearerKeyTest {

    private static final TenantId OWN = new TenantId(new UUID(0, 1));

    /** Knows one key: {@code right}. */
    private static final Login LOGIN = new Login() {
        @Override
        public Uni<LoginResult> check(String user, Secret password, Scope needed) {
            return Uni.createFrom().item(new LoginResult.Refused());
        }

        @Override
        public Uni<Optional<Principal>> bearer(Secret key) {
            Principal platform = new Principal.Platform(OWN);
            return Uni.createFrom().item(Optional.of(platform).filter(any -> key.equals(new Secret("right"))));
        }
    };

    private static final TenantDirectory EVERY_TENANT = new TenantDirectory() {
        @Override
        public Uni<Optional<TenantId>> find(TenantId id) {
            return Uni.createFrom().item(Optional.of(id));
        }

        @Override
        public Uni<Map<DomainName, TenantId>> hosts(Set<DomainName> names) {
            return Uni.createFrom().item(Map.of());
        }
    };

    @Test
    void any_header_field_is_the_one_key_or_nobody() {
        Fuzz.cases(6750, chance -> {
            String header = Fuzz.text(
                    chance,
                    6,
                    "Bearer",
                    "bearer ",
                    "BEARER ",
                    " ",
                    "right",
                    "wrong",
                    "Basic ",
                    "\t",
                    "\u00E4",
                    "\0",
                    ",",
                    "x".repeat(400));
            assertThat(whoIs(Optional.of(header), Optional.empty()))
                    .isEqualTo(header.strip().toLowerCase(Locale.ROOT).matches("bearer\\s+right")
                            && header.regionMatches(true, 0, "bearer ", 0, 7));
        });
    }

    @Test
    void any_tenant_that_is_named_is_a_tenant_or_refused() {
        Fuzz.cases(6751, chance -> {
            String tenant = chance.nextInt(4) == 0
                    ? new TenantId(new UUID(chance.nextLong(), chance.nextLong())).toString()
                    : Fuzz.text(chance, 4, "ten_", "0", "zzzzzzzzzzzzzzzzzzzzzzzzzz", "7", " ", "\u00E4", "'");
            assertThat(whoIs(Optional.of("Bearer right"), Optional.of(tenant)))
                    .isEqualTo(TenantId.parse(tenant).isPresent());
        });
    }

    private static boolean whoIs(Optional<String> authorization, Optional<String> tenant) {
        try {
            new BearerKey(LOGIN, EVERY_TENANT)
                    .principal(authorization, tenant)
                    .await()
                    .indefinitely();
            return true;
        } catch (ApiException refused) {
            assertThat(refused.code()).isIn(ErrorCode.UNAUTHENTICATED, ErrorCode.INVALID_PARAMETER);
            return false;
        }
    }
}
