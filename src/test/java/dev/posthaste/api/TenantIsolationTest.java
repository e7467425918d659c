package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.api.account.AccountCalls;
import dev.posthaste.api.apikey.ApiKeyCalls;
import dev.posthaste.api.certificate.CertificateCalls;
import dev.posthaste.api.email.EmailCalls;
import dev.posthaste.api.hosting.DomainCalls;
import dev.posthaste.api.message.MessageCalls;
import dev.posthaste.id.AccountId;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No call reaches what belongs to another tenant, and none works without its scope. */
class TenantIsolationTest {

    /** Calls that name nothing of anybody's: they answer, but with what is the caller's own. */
    private static final Set<Operation<?, ?>> OF_ONESELF = Set.of(
            EmailCalls.LIST_EMAILS,
            AccountCalls.LIST_ACCOUNTS,
            DomainCalls.LIST_DOMAINS,
            CertificateCalls.LIST_CERTIFICATES,
            ApiKeyCalls.LIST_API_KEYS,
            DomainCalls.CREATE_DOMAIN,
            ApiKeyCalls.CREATE_API_KEY);

    /** Calls that would use the owner's domain. */
    private static final Set<Operation<?, ?>> OF_A_DOMAIN =
            Set.of(EmailCalls.SEND_EMAIL, AccountCalls.CREATE_ACCOUNT, CertificateCalls.UPLOAD_CERTIFICATE);

    private final ApiWorld world = new ApiWorld();
    private final EveryCall calls = new EveryCall(world);

    @ParameterizedTest
    @MethodSource("dev.posthaste.api.rest.ApiDescription#operations")
    void an_id_of_one_tenant_never_works_with_a_key_of_another(Operation<?, ?> operation) {
        if (OF_ONESELF.contains(operation)) {
            Object answer = ApiWorld.now(calls.call(operation, world.intruder(), "fresh"));
            assertThat(answer instanceof PageToken.Slice<?> page ? page.items() : java.util.List.of())
                    .isEmpty();
        } else {
            ApiException refusal = ApiWorld.refusal(calls.call(operation, world.intruder(), "fresh"));
            assertThat(refusal.code())
                    .isEqualTo(OF_A_DOMAIN.contains(operation) ? ErrorCode.DOMAIN_NOT_HOSTED : ErrorCode.NOT_FOUND);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.posthaste.api.rest.ApiDescription#operations")
    void a_key_without_the_scope_is_told_which_it_lacks(Operation<?, ?> operation) {
        EnumSet<Scope> others = EnumSet.complementOf(EnumSet.of(operation.scope()));
        ApiException refusal = ApiWorld.refusal(calls.call(operation, world.holder(world.tenant, others), "fresh"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.SCOPE_MISSING);
        assertThat(refusal.metadata()).containsEntry("scope", operation.scope().toString());
    }

    @ParameterizedTest
    @MethodSource("dev.posthaste.api.rest.ApiDescription#operations")
    void a_key_with_the_scope_alone_gets_in(Operation<?, ?> operation) {
        Set<Scope> scopes = operation == ApiKeyCalls.CREATE_API_KEY
                ? EnumSet.of(operation.scope(), Scope.EMAILS_READ)
                : EnumSet.of(operation.scope());
        Principal caller = world.holder(world.tenant, scopes);
        if (operation == MessageCalls.GET_ATTACHMENT) {
            assertThat(ApiWorld.refusal(calls.call(operation, caller, "fresh")).metadata())
                    .containsEntry("resource", "attachment");
        } else if (operation == DomainCalls.DELETE_DOMAIN) {
            assertThat(ApiWorld.refusal(calls.call(operation, caller, "fresh")).code())
                    .isEqualTo(ErrorCode.DOMAIN_IN_USE);
        } else {
            ApiWorld.now(calls.call(operation, caller, "fresh").replaceWithVoid());
            assertThat(operation.errors()).contains(ErrorCode.SCOPE_MISSING);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.posthaste.api.rest.ApiDescription#operations")
    void the_password_of_one_account_opens_no_other(Operation<?, ?> operation) {
        Principal holder = new Principal.AccountHolder(
                world.tenant, new AccountId(world.ids.next()), EmailAddress.of("mallory@example.org"));
        ApiException refusal = ApiWorld.refusal(calls.call(operation, holder, "fresh"));
        assertThat(refusal.code()).isIn(ErrorCode.NOT_FOUND, ErrorCode.SCOPE_MISSING, ErrorCode.SENDER_NOT_OWNED);
    }
}
