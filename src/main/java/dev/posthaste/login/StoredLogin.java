package dev.posthaste.login;

import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Checks passwords and keys against the store. */
public final class StoredLogin implements Login {

    private static final Logger LOG = Logger.getLogger(StoredLogin.class);

    private final CredentialStore credentials;
    private final HashReplacement hashes;
    private final ApiKeyStore keys;
    private final PasswordHasher hasher;
    private final RecentLogins recent;
    private final Secret platformKey;
    private final TenantId platformTenant;
    private final Uni<Secret> decoy;

    /** Checks against these stores; the platform's key acts for its tenant unless a request names another. */
    public StoredLogin(Stores stores, PasswordHasher hasher, InstantSource clock, Platform platform) {
        this.credentials = stores.credentials();
        this.hashes = stores.hashes();
        this.keys = stores.keys();
        this.hasher = hasher;
        this.recent = new RecentLogins(clock, new SecureRandom());
        this.platformKey = platform.key();
        this.platformTenant = platform.tenant();
        this.decoy = decoy(hasher);
    }

    /** Made when it is first needed; a failure is not kept. */
    private static Uni<Secret> decoy(PasswordHasher hasher) {
        AtomicBoolean failed = new AtomicBoolean();
        return hasher.hash(new Secret("nobody has this password"))
                .onFailure()
                .invoke(() -> failed.set(true))
                .memoize()
                .until(() -> failed.getAndSet(false));
    }

    /** Where credentials are read, and where an outdated password hash is replaced. */
    public record Stores(CredentialStore credentials, HashReplacement hashes, ApiKeyStore keys) {}

    /** Stores a stronger hash of the same password. */
    @FunctionalInterface
    public interface HashReplacement {

        /**
         * Replaces the hash of an account's password, if it is still {@code known}: a password that was changed meanwhile stays
         * changed.
         *
         * @return whether it was replaced
         */
        Uni<Boolean> replace(TenantId tenant, AccountId account, Secret known, Secret fresh);
    }

    /** The operator's key and the tenant for which it acts. */
    public record Platform(Secret key, TenantId tenant) {}

    @Override
    public Uni<LoginResult> check(String user, Secret password, Scope needed) {
        Optional<EmailAddress> address = parse(user);
        Uni<LoginResult> result = password.use(ApiKeySecret::isWellFormed)
                ? bearer(password).chain(owner -> byKey(address, owner, needed))
                : byPassword(address, password);
        return result.onFailure().recoverWithItem(StoredLogin::unavailable);
    }

    private Uni<Optional<CredentialStore.Credential>> find(Optional<EmailAddress> address) {
        return address.map(credentials::find).orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    @Override
    public Uni<Optional<Principal>> bearer(Secret key) {
        if (key.equals(platformKey)) {
            return Uni.createFrom().item(Optional.of(new Principal.Platform(platformTenant)));
        }
        if (!key.use(ApiKeySecret::isWellFormed)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return keys.bySecretHash(ApiKeySecret.hash(key)).map(found -> found.map(StoredLogin::holder));
    }

    private Uni<LoginResult> byPassword(Optional<EmailAddress> address, Secret password) {
        return find(address)
                .chain(found -> found.isEmpty() ? refuseUnknown(password) : byPassword(found.get(), password));
    }

    private Uni<LoginResult> byPassword(CredentialStore.Credential credential, Secret password) {
        if (recent.knows(password, credential.passwordHash())) {
            return Uni.createFrom().item(new LoginResult.Granted(credential.holder()));
        }
        return hasher.matches(password, credential.passwordHash())
                .chain(matched -> matched
                        ? granted(credential, password)
                        : Uni.createFrom().item(new LoginResult.Refused()));
    }

    private Uni<LoginResult> granted(CredentialStore.Credential credential, Secret password) {
        recent.remember(password, credential.passwordHash());
        return strengthen(credential, password).replaceWith(new LoginResult.Granted(credential.holder()));
    }

    /** Only now is the password known from which a stronger hash can be made. A failure does not keep anybody out. */
    private Uni<Void> strengthen(CredentialStore.Credential credential, Secret password) {
        if (!PasswordHasher.isOutdated(credential.passwordHash())) {
            return Uni.createFrom().voidItem();
        }
        Principal.AccountHolder holder = credential.holder();
        return hasher.hash(password)
                .chain(fresh -> hashes.replace(holder.tenant(), holder.account(), credential.passwordHash(), fresh))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "the password hash of account %s stays outdated until its next login: %s",
                        holder.account(), failure))
                .onFailure()
                .recoverWithItem(false)
                .replaceWithVoid();
    }

    /**
     * A client without a valid key cannot learn which users exist: the key is looked up first, and no password is hashed. A client
     * with a valid key gets its answer after the same two lookups, whether the user exists or not.
     */
    private Uni<LoginResult> byKey(Optional<EmailAddress> address, Optional<Principal> owner, Scope needed) {
        return owner.isEmpty()
                ? Uni.createFrom().item(new LoginResult.Refused())
                : find(address)
                        .map(found -> found.map(credential -> byKey(credential.holder(), owner, needed))
                                .orElseGet(LoginResult.Refused::new));
    }

    private static LoginResult byKey(Principal.AccountHolder holder, Optional<Principal> owner, Scope needed) {
        boolean mayEnter = owner.filter(principal -> principal.tenant().equals(holder.tenant()))
                .filter(principal -> principal.scopes().contains(needed))
                .isPresent();
        return mayEnter ? new LoginResult.Granted(holder) : new LoginResult.Refused();
    }

    /** Takes as long for an unknown user as a wrong password does. */
    private Uni<LoginResult> refuseUnknown(Secret password) {
        return decoy.chain(hash -> hasher.matches(password, hash)).replaceWith(new LoginResult.Refused());
    }

    private static LoginResult unavailable(Throwable failure) {
        LOG.warnf("login is temporarily unavailable: %s", failure);
        return new LoginResult.Unavailable();
    }

    private static Principal holder(ApiKeyStore.ApiKey key) {
        Set<Scope> scopes = key.scopes().stream()
                .flatMap(text -> Scope.parse(text).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
        return new Principal.KeyHolder(key.tenant(), key.id(), scopes);
    }

    private static Optional<EmailAddress> parse(String user) {
        try {
            return Optional.of(EmailAddress.parse(user));
        } catch (AddressSyntaxException notAnAddress) {
            return Optional.empty();
        }
    }
}
