package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.Account;
import dev.posthaste.id.Secret;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountCallsTest {

    private final ApiWorld world = new ApiWorld();

    @BeforeEach
    void a_domain() {
        ApiWorld.now(world.domains.create(world.owner(), "example.org"));
    }

    private Account create(String address) {
        return ApiWorld.now(world.accounts.create(world.owner(), EveryCall.account(address)));
    }

    private ApiException refusal(String address, String password) {
        return ApiWorld.refusal(world.accounts.create(
                world.owner(), new AccountCalls.Draft(address, new Secret(password), "", List.of())));
    }

    @Test
    void an_account_is_found_by_its_id_and_by_its_address_in_any_case() {
        Account alice = create("alice@example.org");

        assertThat(ApiWorld.now(world.accounts.get(world.owner(), alice.id().toString())))
                .isEqualTo(alice);
        assertThat(ApiWorld.now(world.accounts.get(world.owner(), "ALICE@Example.ORG")))
                .isEqualTo(alice);
        assertThat(alice.quota()).isEqualTo(Account.Quota.DEFAULT);
    }

    @Test
    void an_address_is_given_once() {
        create("alice@example.org");
        assertThat(refusal("Alice@example.org", "open sesame").code()).isEqualTo(ErrorCode.ADDRESS_TAKEN);
        assertThat(refusal("alice@example.net", "open sesame").code()).isEqualTo(ErrorCode.DOMAIN_NOT_HOSTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "line\nbreak in it", "nul\u0000nul nul"})
    void a_password_that_is_none_is_refused_without_being_repeated(String password) {
        ApiException refusal = refusal("bob@example.org", password);
        assertThat(refusal.fields()).extracting(FieldProblem::pointer).containsExactly("/password");
        assertThat(password.isEmpty() || !refusal.detail().contains(password)).isTrue();
    }

    @Test
    void a_change_changes_what_it_names() {
        create("alice@example.org");
        Account changed = ApiWorld.now(world.accounts.update(
                world.owner(),
                Precondition.none(),
                "alice@example.org",
                List.of(
                        new AccountCalls.Change.DisplayName("Alice"),
                        new AccountCalls.Change.Password(new Secret("another one")),
                        new AccountCalls.Change.Quota(new AccountCalls.QuotaDraft(1000, 0)))));

        assertThat(changed.displayName()).isEqualTo("Alice");
        assertThat(changed.quota()).isEqualTo(new Account.Quota(1000, Account.Quota.DEFAULT.messages()));
    }

    @Test
    void a_negative_quota_is_refused() {
        create("alice@example.org");
        ApiException refusal = ApiWorld.refusal(world.accounts.update(
                world.owner(),
                Precondition.none(),
                "alice@example.org",
                List.of(new AccountCalls.Change.Quota(new AccountCalls.QuotaDraft(-1, 1)))));
        assertThat(refusal.fields()).extracting(FieldProblem::pointer).containsExactly("/quota");
    }

    @Test
    void a_catch_all_takes_what_is_nothing_else() {
        create("alice@example.org");
        ApiWorld.now(world.accounts.createAlias(world.owner(), "alice@example.org", "*@example.org"));

        assertThat(ApiWorld.now(world.accounts.aliases(world.owner(), "alice@example.org")))
                .extracting(alias -> alias.pattern().toString())
                .containsExactly("*@example.org");
        assertThat(ApiWorld.now(world.emails.send(
                                world.owner(), EveryCall.letter("anything@example.org"), EveryCall.ORIGIN))
                        .email()
                        .recipients())
                .hasSize(1);
        assertThat(ApiWorld.refusal(world.accounts.createAlias(world.owner(), "alice@example.org", "*@example.org"))
                        .code())
                .isEqualTo(ErrorCode.ADDRESS_TAKEN);
    }

    @Test
    void pages_follow_one_another_without_gap_or_repetition() {
        for (int i = 0; i < 7; i++) {
            create("user" + i + "@example.org");
        }
        PageToken.Slice<Account> first = ApiWorld.now(world.accounts.list(world.owner(), new PageToken(4, "")));
        PageToken.Slice<Account> second =
                ApiWorld.now(world.accounts.list(world.owner(), new PageToken(4, first.next())));

        assertThat(first.items()).hasSize(4);
        assertThat(second.items()).hasSize(3).doesNotContainAnyElementsOf(first.items());
        assertThat(second.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "YWNjb3VudHM6eA", "\u0000", "ZW1haWxzOmVtXzA2YnFtejhmOXI3ZG42ZmpzMHoyYzR2OWV3"})
    void a_page_token_of_another_list_is_refused(String token) {
        assertThat(ApiWorld.refusal(world.accounts.list(world.owner(), new PageToken(4, token)))
                        .code())
                .isEqualTo(ErrorCode.INVALID_PAGE_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 501, Integer.MAX_VALUE})
    void a_page_size_out_of_bounds_is_refused(int size) {
        assertThat(ApiWorld.refusal(world.accounts.list(world.owner(), new PageToken(size, "")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
}
