package dev.posthaste.api.account;

import dev.posthaste.account.Account;
import dev.posthaste.account.AccountStore;
import dev.posthaste.account.Alias;
import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Findings;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Operation.Nothing;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Shapes;
import dev.posthaste.api.account.AccountShapes.CreateAccountRequest;
import dev.posthaste.api.account.AccountShapes.CreateAliasRequest;
import dev.posthaste.api.account.AccountShapes.ListAccountsResponse;
import dev.posthaste.api.account.AccountShapes.ListAliasesResponse;
import dev.posthaste.api.account.AccountShapes.QuotaUsage;
import dev.posthaste.api.account.AccountShapes.UpdateAccountRequest;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.AliasId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.login.PasswordHasher;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accounts and their aliases. Wherever an account is named, its id or its address serves. */
@Singleton
public final class AccountCalls implements Endpoint.Resource {

    /** Create an account. */
    public static final Operation<CreateAccountRequest, AccountShapes.Account> CREATE_ACCOUNT = Operation.named(
                    "createAccount", Scope.ACCOUNTS_WRITE, "Create an account")
            .post("/accounts", CreateAccountRequest.class, AccountShapes.Account.class)
            .example("{\"address\": \"alice@example.org\", \"password\": \"correct horse battery\","
                    + " \"display_name\": \"Alice\"}")
            .fails(
                    ErrorCode.VALIDATION_FAILED,
                    ErrorCode.MISSING_FIELD,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.INVALID_ADDRESS,
                    ErrorCode.LIMIT_EXCEEDED,
                    ErrorCode.ADDRESS_TAKEN,
                    ErrorCode.DOMAIN_NOT_HOSTED);

    /** Get an account. */
    public static final Operation<Nothing, AccountShapes.Account> GET_ACCOUNT = Operation.named(
                    "getAccount", Scope.ACCOUNTS_READ, "Get an account")
            .get("/accounts/{account}", Nothing.class, AccountShapes.Account.class)
            .fails();

    /** List accounts. */
    public static final Operation<Nothing, ListAccountsResponse> LIST_ACCOUNTS = Operation.named(
                    "listAccounts", Scope.ACCOUNTS_READ, "List accounts")
            .get("/accounts", Nothing.class, ListAccountsResponse.class)
            .fails();

    /** Change an account. */
    public static final Operation<UpdateAccountRequest, AccountShapes.Account> UPDATE_ACCOUNT = Operation.named(
                    "updateAccount", Scope.ACCOUNTS_WRITE, "Change an account")
            .patch("/accounts/{account}", UpdateAccountRequest.class, AccountShapes.Account.class)
            .example("{\"display_name\": \"Alice Liddell\"}")
            .fails(ErrorCode.INVALID_VALUE, ErrorCode.LIMIT_EXCEEDED, ErrorCode.VALIDATION_FAILED);

    /** Delete an account. */
    public static final Operation<Nothing, Nothing> DELETE_ACCOUNT = Operation.named(
                    "deleteAccount", Scope.ACCOUNTS_WRITE, "Delete an account")
            .delete("/accounts/{account}", Nothing.class)
            .fails();

    /** Get an account's quota. */
    public static final Operation<Nothing, QuotaUsage> GET_QUOTA = Operation.named(
                    "getQuota", Scope.ACCOUNTS_READ, "Get an account's quota")
            .get("/accounts/{account}/quota", Nothing.class, QuotaUsage.class)
            .fails();

    /** Create an alias. */
    public static final Operation<CreateAliasRequest, AccountShapes.Alias> CREATE_ALIAS = Operation.named(
                    "createAlias", Scope.ACCOUNTS_WRITE, "Create an alias")
            .post("/accounts/{account}/aliases", CreateAliasRequest.class, AccountShapes.Alias.class)
            .example("{\"address\": \"sales@example.org\"}")
            .fails(
                    ErrorCode.MISSING_FIELD,
                    ErrorCode.INVALID_ADDRESS,
                    ErrorCode.ADDRESS_TAKEN,
                    ErrorCode.DOMAIN_NOT_HOSTED);

    /** List aliases. */
    public static final Operation<Nothing, ListAliasesResponse> LIST_ALIASES = Operation.named(
                    "listAliases", Scope.ACCOUNTS_READ, "List aliases")
            .get("/accounts/{account}/aliases", Nothing.class, ListAliasesResponse.class)
            .fails();

    /** Delete an alias. */
    public static final Operation<Nothing, Nothing> DELETE_ALIAS = Operation.named(
                    "deleteAlias", Scope.ACCOUNTS_WRITE, "Delete an alias")
            .delete("/accounts/{account}/aliases/{id}", Nothing.class)
            .fails();

    /** Shorter ones are guessed (NIST SP 800-63B section 3.1.1.2 asks for 8 at the least). */
    public static final int MIN_PASSWORD = 8;

    /** Longer ones only cost time. */
    public static final int MAX_PASSWORD = 1000;

    /** Characters of a display name. */
    public static final int MAX_DISPLAY_NAME = 200;

    private static final String LIST = "accounts";
    private static final String CATCH_ALL = "*@";

    private final AccountStore accounts;
    private final PasswordHasher hasher;

    /** Uses these. */
    public AccountCalls(AccountStore accounts, PasswordHasher hasher) {
        this.accounts = accounts;
        this.hasher = hasher;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                Endpoint.of(
                        CREATE_ACCOUNT,
                        (call, body) -> create(call.caller(), body.draft()).map(AccountShapes.Account::of)),
                Endpoint.of(
                        GET_ACCOUNT,
                        (call, none) -> get(call.caller(), call.name()).map(AccountShapes.Account::of)),
                Endpoint.of(
                        LIST_ACCOUNTS,
                        (call, none) -> list(call.caller(), call.page())
                                .map(page ->
                                        new ListAccountsResponse(page.shapes(AccountShapes.Account::of), page.next()))),
                Endpoint.of(
                        UPDATE_ACCOUNT,
                        (call, body) -> update(call.caller(), call.when(), call.name(), body.changes())
                                .map(AccountShapes.Account::of)),
                Endpoint.of(
                        DELETE_ACCOUNT,
                        (call, none) ->
                                delete(call.caller(), call.when(), call.name()).replaceWith(Nothing.NOTHING)),
                Endpoint.of(
                        GET_QUOTA,
                        (call, none) -> quota(call.caller(), call.name()).map(QuotaUsage::of)),
                Endpoint.of(
                        CREATE_ALIAS,
                        (call, body) -> createAlias(call.caller(), call.name(), Shapes.text(body.address()))
                                .map(AccountShapes.Alias::of)),
                Endpoint.of(
                        LIST_ALIASES,
                        (call, none) -> aliases(call.caller(), call.name())
                                .map(all -> new ListAliasesResponse(all.stream()
                                        .map(AccountShapes.Alias::of)
                                        .toList()))),
                Endpoint.of(
                        DELETE_ALIAS,
                        (call, none) -> deleteAlias(call.caller(), call.when(), call.name(), call.name(1))
                                .replaceWith(Nothing.NOTHING)));
    }

    /**
     * A new account as its maker describes it.
     *
     * @param quota empty for the default
     */
    public record Draft(String address, Secret password, String displayName, List<QuotaDraft> quota) {}

    /**
     * What an account may hold, as a caller says it.
     *
     * @param octets 0 for the default
     * @param messages 0 for the default
     */
    public record QuotaDraft(long octets, long messages) {}

    /** Makes an account. */
    public Uni<Account> create(Principal caller, Draft draft) {
        return Access.run(caller, CREATE_ACCOUNT, tenant -> create(tenant, draft));
    }

    private Uni<Account> create(TenantId tenant, Draft draft) {
        Findings findings = new Findings();
        Optional<EmailAddress> address = address(draft.address(), findings);
        checkPassword(draft.password(), findings);
        checkDisplayName(draft.displayName(), findings);
        Account.Quota quota = draft.quota().stream()
                .findFirst()
                .map(asked -> quota(asked, findings))
                .orElse(Account.Quota.DEFAULT);
        findings.throwIfAny();
        return hash(draft.password())
                .map(hash -> new AccountStore.NewAccount(address.orElseThrow(), hash, draft.displayName(), quota))
                .flatMap(account -> accounts.create(tenant, account))
                .map(created -> account(created, draft.address()));
    }

    private static Account account(AccountStore.Creation creation, String address) {
        return switch (creation) {
            case AccountStore.Creation.Created(Account account) -> account;
            case AccountStore.Creation.AddressTaken() -> throw taken(address);
            case AccountStore.Creation.DomainNotHosted() -> throw notHosted(address);
        };
    }

    /** One account. */
    public Uni<Account> get(Principal caller, String account) {
        return Access.run(caller, GET_ACCOUNT, tenant -> find(tenant, account));
    }

    /** How much an account may hold and holds. */
    public Uni<Account> quota(Principal caller, String account) {
        return Access.run(caller, GET_QUOTA, tenant -> find(tenant, account));
    }

    /** A page of accounts. */
    public Uni<PageToken.Slice<Account>> list(Principal caller, PageToken page) {
        return Access.run(
                caller,
                LIST_ACCOUNTS,
                tenant -> accounts.list(tenant, page.request(LIST, AccountId::parse))
                        .map(found -> PageToken.slice(LIST, found)));
    }

    /** Changes an account. */
    public Uni<Account> update(Principal caller, Precondition when, String account, List<Change> changes) {
        return Access.run(caller, UPDATE_ACCOUNT, tenant -> {
            Findings findings = new Findings();
            changes.forEach(change -> check(change, findings));
            findings.throwIfAny();
            return find(tenant, account)
                    .invoke(found -> when.require(AccountShapes.tag(found)))
                    .flatMap(found -> update(found, changes));
        });
    }

    private Uni<Account> update(Account account, List<Change> changes) {
        Uni<List<AccountStore.Property>> properties = Uni.createFrom().item(new ArrayList<>());
        for (Change change : changes) {
            properties = properties.flatMap(
                    done -> property(change).invoke(done::add).replaceWith(done));
        }
        return properties
                .map(AccountStore.Change::new)
                .flatMap(change -> accounts.update(account.tenant(), account.id(), change))
                .map(updated -> updated.orElseThrow(
                        () -> Access.notFound("account", account.id().toString())));
    }

    private Uni<AccountStore.Property> property(Change change) {
        return switch (change) {
            case Change.DisplayName(String text) -> Uni.createFrom().item(new AccountStore.Property.DisplayName(text));
            case Change.Password(Secret password) -> hash(password).map(AccountStore.Property.PasswordHash::new);
            case Change.Quota(QuotaDraft quota) ->
                Uni.createFrom().item(new AccountStore.Property.NewQuota(quota(quota, new Findings())));
        };
    }

    /** A property with its new value. */
    public sealed interface Change {
        /** The name that people see. */
        record DisplayName(String text) implements Change {}

        /** A new password. */
        record Password(Secret password) implements Change {}

        /** A new quota. */
        record Quota(QuotaDraft quota) implements Change {}
    }

    private static void check(Change change, Findings findings) {
        switch (change) {
            case Change.DisplayName(String text) -> checkDisplayName(text, findings);
            case Change.Password(Secret password) -> checkPassword(password, findings);
            case Change.Quota(QuotaDraft quota) -> quota(quota, findings);
        }
    }

    /** Deletes an account. */
    public Uni<Void> delete(Principal caller, Precondition when, String account) {
        return Access.run(
                caller,
                DELETE_ACCOUNT,
                tenant -> find(tenant, account)
                        .invoke(found -> when.require(AccountShapes.tag(found)))
                        .flatMap(found -> accounts.delete(tenant, found.id()))
                        .invoke(deleted -> confirm(deleted, "account", account))
                        .replaceWithVoid());
    }

    /** Gives an account another address. */
    public Uni<Alias> createAlias(Principal caller, String account, String alias) {
        return Access.run(caller, CREATE_ALIAS, tenant -> {
            Alias.Pattern pattern = pattern(alias);
            return find(tenant, account)
                    .flatMap(found -> accounts.createAlias(tenant, found.id(), pattern))
                    .map(created -> alias(created, account, alias));
        });
    }

    private static Alias alias(AccountStore.AliasCreation creation, String account, String alias) {
        return switch (creation) {
            case AccountStore.AliasCreation.Created(Alias made) -> made;
            case AccountStore.AliasCreation.AddressTaken() -> throw taken(alias);
            case AccountStore.AliasCreation.DomainNotHosted() -> throw notHosted(alias);
            case AccountStore.AliasCreation.AccountNotFound() -> throw Access.notFound("account", account);
        };
    }

    /** All aliases of an account. */
    public Uni<List<Alias>> aliases(Principal caller, String account) {
        return Access.run(
                caller,
                LIST_ALIASES,
                tenant -> find(tenant, account).flatMap(found -> accounts.aliases(tenant, found.id())));
    }

    /** Takes an alias away. */
    public Uni<Void> deleteAlias(Principal caller, Precondition when, String account, String alias) {
        return Access.run(caller, DELETE_ALIAS, tenant -> {
            AliasId id = AliasId.parse(alias).orElseThrow(() -> Access.notFound("alias", alias));
            return find(tenant, account)
                    .call(found -> requireAlias(found, id, when))
                    .flatMap(found -> accounts.deleteAlias(tenant, found.id(), id))
                    .invoke(deleted -> confirm(deleted, "alias", alias))
                    .replaceWithVoid();
        });
    }

    /** An alias never changes: if it is there, it is in the only state that it has. */
    private Uni<Void> requireAlias(Account account, AliasId id, Precondition when) {
        return switch (when) {
            case Precondition.Always() -> Uni.createFrom().voidItem();
            case Precondition.Matching matching ->
                accounts.aliases(account.tenant(), account.id())
                        .invoke(aliases -> aliases.stream()
                                .filter(alias -> alias.id().equals(id))
                                .forEach(alias -> matching.require(AccountShapes.tag(alias))))
                        .replaceWithVoid();
        };
    }

    private Uni<Secret> hash(Secret password) {
        return hasher.hash(password)
                .onFailure(PasswordHasher.BusyException.class)
                .transform(busy -> ApiException.of(ErrorCode.UNAVAILABLE, "too many passwords are being hashed"));
    }

    private Uni<Account> find(TenantId tenant, String text) {
        Optional<AccountId> id = AccountId.parse(text);
        Uni<Optional<Account>> found =
                id.isPresent() ? accounts.get(tenant, id.get()) : accounts.get(tenant, Access.address(text));
        return found.map(account -> account.orElseThrow(() -> Access.notFound("account", text)));
    }

    private static void confirm(boolean done, String what, String name) {
        if (!done) {
            throw Access.notFound(what, name);
        }
    }

    private static Optional<EmailAddress> address(String text, Findings findings) {
        findings.require("/address", text);
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(EmailAddress.parse(text));
        } catch (AddressSyntaxException notAnAddress) {
            findings.add("/address", ErrorCode.INVALID_ADDRESS, detail(notAnAddress), "alice@example.org");
            return Optional.empty();
        }
    }

    private static Alias.Pattern pattern(String text) {
        if (text.isBlank()) {
            throw ApiException.at("/address", ErrorCode.MISSING_FIELD, "'address' is required", "");
        }
        try {
            return text.startsWith(CATCH_ALL)
                    ? new Alias.Pattern.CatchAll(DomainName.parse(text.substring(CATCH_ALL.length())))
                    : new Alias.Pattern.Address(EmailAddress.parse(text));
        } catch (AddressSyntaxException notAnAddress) {
            throw ApiException.at(
                    "/address", ErrorCode.INVALID_ADDRESS, detail(notAnAddress), "sales@example.org or *@example.org");
        }
    }

    private static void checkPassword(Secret password, Findings findings) {
        int length = password.use(text -> text.codePointCount(0, text.length()));
        boolean controls = password.use(text -> text.chars().anyMatch(Character::isISOControl));
        if (length == 0) {
            findings.add("/password", ErrorCode.MISSING_FIELD, "'password' is required");
        } else if (length < MIN_PASSWORD || length > MAX_PASSWORD) {
            findings.add(
                    "/password",
                    ErrorCode.INVALID_VALUE,
                    "a password has " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters");
        } else if (controls) {
            findings.add("/password", ErrorCode.INVALID_VALUE, "a password has no control characters (RFC 8265)");
        }
    }

    private static void checkDisplayName(String text, Findings findings) {
        findings.limit("/display_name", text, MAX_DISPLAY_NAME);
        findings.singleLine("/display_name", text);
    }

    private static Account.Quota quota(QuotaDraft asked, Findings findings) {
        if (asked.octets() < 0 || asked.messages() < 0) {
            findings.add("/quota", ErrorCode.INVALID_VALUE, "a quota is not negative");
            return Account.Quota.DEFAULT;
        }
        return new Account.Quota(
                within(asked.octets(), Account.Quota.DEFAULT.octets(), Account.Quota.UNLIMITED.octets()),
                within(asked.messages(), Account.Quota.DEFAULT.messages(), Account.Quota.UNLIMITED.messages()));
    }

    private static long within(long asked, long whenNotSaid, long most) {
        return asked == 0 ? whenNotSaid : Math.min(asked, most);
    }

    private static ApiException taken(String address) {
        return ApiException.at("/address", ErrorCode.ADDRESS_TAKEN, "'" + Access.shown(address) + "' is taken", "");
    }

    private static ApiException notHosted(String address) {
        return ApiException.at(
                "/address",
                ErrorCode.DOMAIN_NOT_HOSTED,
                "the domain of '" + Access.shown(address) + "' is not one of yours",
                "POST /v1/domains");
    }

    private static String detail(AddressSyntaxException notAnAddress) {
        return String.valueOf(notAnAddress.getMessage());
    }
}
