package dev.posthaste.api.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.ApiWorld;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.FieldProblem;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Precondition;
import dev.posthaste.login.ApiKeySecret;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiKeyCallsTest {

    private final ApiWorld world = new ApiWorld();

    @Test
    void the_text_of_a_key_logs_in_and_is_well_formed() {
        ApiKeyCalls.NewKey made = ApiWorld.now(world.keys.create(world.owner(), "shop", List.of("emails:send")));

        assertThat(made.text().use(ApiKeySecret::isWellFormed)).isTrue();
        assertThat(made.toString()).doesNotContain("ph_live_");
        assertThat(ApiWorld.now(world.login().bearer(made.text())).orElseThrow().scopes())
                .containsExactly(Scope.EMAILS_SEND);
    }

    @Test
    void a_scoped_credential_is_not_able_to_mint_full_rights() {
        Principal maker = world.holder(world.tenant, EnumSet.of(Scope.API_KEYS_WRITE, Scope.EMAILS_READ));
        ApiException refusal =
                ApiWorld.refusal(world.keys.create(maker, "more", List.of("emails:read", "domains:write")));

        assertThat(refusal.code()).isEqualTo(ErrorCode.SCOPE_NOT_GRANTABLE);
        assertThat(refusal.fields()).extracting(FieldProblem::pointer).containsExactly("/scopes/1");
    }

    @Test
    void a_revoked_key_stays_in_the_list_and_opens_nothing() {
        ApiKeyCalls.NewKey made = ApiWorld.now(world.keys.create(world.owner(), "shop", List.of("emails:send")));
        ApiWorld.now(world.keys.revoke(
                world.owner(), Precondition.none(), made.key().id().toString()));

        assertThat(ApiWorld.now(world.login().bearer(made.text()))).isEmpty();
        assertThat(ApiWorld.now(world.keys.list(world.owner(), PageToken.first()))
                        .items())
                .singleElement()
                .satisfies(key -> assertThat(key.revokedAt()).isNotEqualTo(Optional.empty()));
    }

    @Test
    void what_is_no_scope_is_refused_with_all_that_are() {
        ApiException refusal = ApiWorld.refusal(world.keys.create(world.owner(), "", List.of("everything")));
        assertThat(refusal.fields()).extracting(FieldProblem::pointer).containsExactly("/name", "/scopes/0");
        assertThat(refusal.fields().getLast().hint()).contains("emails:send", "api_keys:write");
    }
}
