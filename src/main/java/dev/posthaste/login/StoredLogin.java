package dev.posthaste.login;

import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.EmailAddress;
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
    private final ApiKeyStore keys;
    private final PasswordHasher hasher;
    private final RecentLogins recent;
    private final Secret platformKey;
    private final TenantId platformTenant;
    private final Uni<Secret> decoy;

    /** Checks against these stores; the platform's key acts for its tenant unless a request names another. */
    public StoredLogin(
            CredentialStore credentials,
            ApiKeyStore keys,
            PasswordHasher hasher,
            InstantSource clock,
            Platform platform) {
        this.credentials = credentials;
        this.keys = keys;
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
        return find(address).chain(found -> found.isEmpty() ? pretend(password) : byPassword(found.get(), password));
    }

    private Uni<LoginResult> byPassword(CredentialStore.Credential credential, Secret password) {
        if (recent.knows(password, credential.passwordHash())) {
            return Uni.createFrom().item(new LoginResult.Granted(credential.holder()));
        }
        return hasher.matches(password, credential.passwordHash())
                .map(matched -> byPassword(credential, password, matched));
    }

    private LoginResult byPassword(CredentialStore.Credential credential, Secret password, boolean matched) {
        if (!matched) {
            return new LoginResult.Refused();
        }
        recent.remember(password, credential.passwordHash());
        return new LoginResult.Granted(credential.holder());
    }

    /**
     * Whoever has no key learns nothing of who exists: the key is looked up first, and for nobody a password is hashed. Whoever has
     * one is told by the same two questions, whether the user exists or not.
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

    /** Takes as long for a user who does not exist as a wrong password takes. */
    private Uni<LoginResult> pretend(Secret password) {
        return decoy.chain(hash -> hasher.matches(password, hash)).replaceWith(new LoginResult.Refused());
    }

    private static LoginResult unavailable(Throwable failure) {
        LOG.warnf("login is not possible now: %s", failure);
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
