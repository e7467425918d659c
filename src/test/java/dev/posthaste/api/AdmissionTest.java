package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.api.email.EmailCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Optional<String> KEY = Optional.of("Bearer platform-key");

    private final ApiWorld world = new ApiWorld();
    private final List<String> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final Admission admission = admission(new ApiPresence.Here());

    private Admission admission(ApiPresence presence) {
        return new Admission(
                new BearerKey(world.login(), world.directory),
                new LocalRateLimits(
                        new RateLimits.Rates(Rate.parse("3/60"), Rate.parse("1/1"), Rate.parse("1/60")), () -> now),
                presence);
    }

    private ApiException refused(Optional<String> key, Operation<?, ?> operation) {
        return ApiWorld.refusal(admission.admit(credentials(key), operation, budget -> told.add(budget.text())));
    }

    private void admitted(Operation<?, ?> operation) {
        ApiWorld.now(admission.admit(credentials(KEY), operation, budget -> told.add(budget.text())));
    }

    private static Admission.Credentials credentials(Optional<String> key) {
        return new Admission.Credentials(key, Optional.empty(), "192.0.2.1");
    }

    @Test
    void the_policies_and_what_is_left_of_them_are_told() {
        assertThat(admission.policies()).isEqualTo("\"api\";q=3;w=60, \"send\";q=1;w=1");
        admitted(EmailCalls.LIST_EMAILS);
        admitted(EmailCalls.SEND_EMAIL);
        assertThat(told).containsExactly("\"api\";r=2;t=20", "\"api\";r=1;t=40", "\"api\";r=1;t=40, \"send\";r=0;t=1");
    }

    @Test
    void too_many_requests_are_refused_with_the_policy_and_the_time_to_wait() {
        admitted(EmailCalls.SEND_EMAIL);
        ApiException refusal = refused(KEY, EmailCalls.SEND_EMAIL);
        assertThat(refusal.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(refusal.metadata()).containsEntry(ApiException.POLICIES, "send");
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
        admitted(EmailCalls.LIST_EMAILS);
        assertThat(refused(KEY, EmailCalls.LIST_EMAILS).metadata()).containsEntry(ApiException.POLICIES, "api");
        now = now.plusSeconds(20);
        admitted(EmailCalls.LIST_EMAILS);
    }

    @Test
    void requests_without_a_valid_key_count_for_their_address() {
        assertThat(refused(Optional.empty(), EmailCalls.LIST_EMAILS).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(refused(Optional.of("Bearer wrong"), EmailCalls.LIST_EMAILS).code())
                .isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        admitted(EmailCalls.LIST_EMAILS);
    }

    @Test
    void whoever_tries_tenants_counts_as_one_without_a_valid_key() {
        Admission.Credentials guess =
                new Admission.Credentials(KEY, Optional.of("ten_00000000000000000000000000"), "192.0.2.9");
        assertThat(ApiWorld.refusal(admission.admit(guess, EmailCalls.LIST_EMAILS, budget -> {}))
                        .code())
                .isEqualTo(ErrorCode.TENANT_NOT_FOUND);
        assertThat(ApiWorld.refusal(admission.admit(guess, EmailCalls.LIST_EMAILS, budget -> {}))
                        .code())
                .isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void a_node_without_the_role_answers_nobody_and_counts_nobody() {
        Admission elsewhere = admission(new ApiPresence.Elsewhere("mx, relay"));
        ApiException refusal =
                ApiWorld.refusal(elsewhere.admit(credentials(KEY), EmailCalls.LIST_EMAILS, budget -> told.add("told")));
        assertThat(refusal.code()).isEqualTo(ErrorCode.ROUTE_NOT_FOUND);
        assertThat(refusal.detail()).isEqualTo("this node does not serve the API; its roles are mx, relay");
        assertThat(told).isEmpty();
    }

    @Test
    void strangers_of_one_ipv6_network_count_together() {
        assertThat(stranger("2001:db8::1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(stranger("2001:db8::2")).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(stranger("2001:db8:0:1::1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    private ErrorCode stranger(String address) {
        Admission.Credentials nobody = new Admission.Credentials(Optional.empty(), Optional.empty(), address);
        return ApiWorld.refusal(admission.admit(nobody, EmailCalls.LIST_EMAILS, budget -> {}))
                .code();
    }

    @Test
    void a_tenant_that_does_not_exist_is_not_acted_for() {
        Optional<String> nobody = Optional.of("ten_00000000000000000000000000");
        assertThat(ApiWorld.refusal(admission.admit(
                                new Admission.Credentials(KEY, nobody, ""), EmailCalls.LIST_EMAILS, budget -> {}))
                        .code())
                .isEqualTo(ErrorCode.TENANT_NOT_FOUND);
        Optional<String> stranger = Optional.of(world.stranger.toString());
        assertThat(ApiWorld.now(admission.admit(
                                new Admission.Credentials(KEY, stranger, ""), EmailCalls.LIST_EMAILS, budget -> {}))
                        .tenant())
                .isEqualTo(world.stranger);
    }
}
