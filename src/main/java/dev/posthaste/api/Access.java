package dev.posthaste.api;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.TenantId;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Function;

/** Whether a caller may do something, and to whose data: the one place where scopes and tenants are compared. */
public final class Access {

    private Access() {}

    /**
     * Does {@code work} for the caller's tenant if the caller may do it. What {@code work} throws is the answer's failure.
     */
    public static <T> Uni<T> run(Principal caller, Operation<?, ?> operation, Function<TenantId, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            requireScope(caller, operation);
            return work.apply(caller.tenant());
        });
    }

    private static void requireScope(Principal caller, Operation<?, ?> operation) {
        if (!caller.scopes().contains(operation.scope())) {
            throw ApiException.of(
                            ErrorCode.SCOPE_MISSING,
                            "'" + operation.summary() + "' needs the scope " + operation.scope())
                    .with("scope", operation.scope().toString());
        }
    }

    /** The emails of a tenant are for its programs; an account sees its mail in its folders. */
    public static void requireProgram(Principal caller) {
        switch (caller) {
            case Principal.AccountHolder ignored ->
                throw ApiException.of(
                        ErrorCode.SCOPE_MISSING, "an account's password does not show the tenant's emails");
            case Principal.KeyHolder ignored -> {}
            case Principal.Platform ignored -> {}
        }
    }

    /** The tenant's account that {@code text} names by its id or its address, if the caller may touch it. */
    public static Uni<AccountRef> account(Principal caller, AccountDirectory directory, String text) {
        return find(caller.tenant(), directory, text)
                .map(found -> found.filter(account -> mayTouch(caller, account))
                        .orElseThrow(() -> notFound("account", text)));
    }

    private static Uni<Optional<AccountRef>> find(TenantId tenant, AccountDirectory directory, String text) {
        Optional<AccountId> id = AccountId.parse(text);
        return id.isPresent() ? directory.byId(tenant, id.get()) : directory.byAddress(address(text));
    }

    private static boolean mayTouch(Principal caller, AccountRef account) {
        return account.tenant().equals(caller.tenant())
                && switch (caller) {
                    case Principal.AccountHolder holder -> holder.account().equals(account.id());
                    case Principal.KeyHolder ignored -> true;
                    case Principal.Platform ignored -> true;
                };
    }

    /** The address by which an account is named; a text that is none names nothing. */
    public static EmailAddress address(String text) {
        try {
            return EmailAddress.parse(text);
        } catch (AddressSyntaxException notAnAddress) {
            throw notFound("account", text);
        }
    }

    /** What names a resource names none of the tenant's. */
    public static ApiException notFound(String what, String name) {
        return ApiException.of(ErrorCode.NOT_FOUND, "there is no " + what + " '" + shown(name) + "'")
                .with("resource", what);
    }

    /** Hostile text made fit for an error message. */
    public static String shown(String text) {
        String start = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
