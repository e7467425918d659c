package dev.posthaste.api.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.SigningKey;
import dev.posthaste.api.ApiWorld;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.EveryCall;
import dev.posthaste.api.FieldProblem;
import dev.posthaste.api.Precondition;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainCallsTest {

    private final ApiWorld world = new ApiWorld();

    @Test
    void a_new_domain_has_keys_of_both_kinds_and_records() throws Exception {
        DomainCalls.DomainView made = ApiWorld.now(world.domains.create(world.owner(), "Bücher.Example"));

        assertThat(made.domain().name().ascii()).isEqualTo("xn--bcher-kva.example");
        assertThat(made.records()).isNotEmpty();
        assertThat(made.domain().keys())
                .extracting(SigningKey::algorithm)
                .containsExactly(SigningKey.Algorithm.RSA_SHA256, SigningKey.Algorithm.ED25519_SHA256);
        for (SigningKey key : made.domain().keys()) {
            KeyFactory factory =
                    KeyFactory.getInstance(key.algorithm() == SigningKey.Algorithm.RSA_SHA256 ? "RSA" : "Ed25519");
            assertThat(factory.generatePrivate(new PKCS8EncodedKeySpec(key.pkcs8())))
                    .isNotNull();
            assertThat(factory.generatePublic(new X509EncodedKeySpec(key.publicKey())))
                    .isNotNull();
        }
        assertThat(ApiWorld.now(world.domains.get(world.owner(), "bücher.example"))
                        .domain()
                        .id())
                .isEqualTo(made.domain().id());
    }

    @Test
    void a_name_is_hosted_once_for_all_tenants() {
        ApiWorld.now(world.domains.create(world.owner(), "example.org"));
        assertThat(ApiWorld.refusal(world.domains.create(world.intruder(), "EXAMPLE.org"))
                        .code())
                .isEqualTo(ErrorCode.DOMAIN_TAKEN);
    }

    @Test
    void a_domain_with_accounts_stays() {
        ApiWorld.now(world.domains.create(world.owner(), "example.org"));
        ApiWorld.now(world.accounts.create(world.owner(), EveryCall.account("alice@example.org")));
        assertThat(ApiWorld.refusal(world.domains.delete(world.owner(), Precondition.none(), "example.org"))
                        .code())
                .isEqualTo(ErrorCode.DOMAIN_IN_USE);
        ApiWorld.now(world.accounts.delete(world.owner(), Precondition.none(), "alice@example.org"));
        ApiWorld.now(world.domains.delete(world.owner(), Precondition.none(), "example.org"));
        assertThat(ApiWorld.refusal(world.domains.get(world.owner(), "example.org"))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "-a.example", "a..b", "exa\nmple.org"})
    void what_is_no_name_is_refused(String name) {
        assertThat(ApiWorld.refusal(world.domains.create(world.owner(), name)).fields())
                .extracting(FieldProblem::pointer)
                .containsExactly("/name");
    }
}
