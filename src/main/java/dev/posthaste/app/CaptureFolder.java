package dev.posthaste.app;

import dev.posthaste.account.Account;
import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.AccountStore;
import dev.posthaste.account.DomainStore;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Secret;
import dev.posthaste.intake.Action;
import dev.posthaste.intake.Disposition;
import dev.posthaste.intake.Stage;
import dev.posthaste.intake.StageContext;
import dev.posthaste.login.PasswordHasher;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The stage that keeps mail from leaving in local mode: the folder {@value #FOLDER} of {@code captured@localhost}, whose
 * password is the admin key, takes all mail for domains that are not hosted here. A domain with a route of its own still
 * leaves.
 */
@Singleton
class CaptureFolder implements Stage {

    /** The folder of captured mail. */
    static final String FOLDER = "Captured";

    /** The account that has the folder. */
    static final EmailAddress ADDRESS = EmailAddress.of("captured@localhost");

    private final Configuration configuration;
    private final AtomicReference<@Nullable Target> target = new AtomicReference<>();

    CaptureFolder(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The stores that create the account and the folder. */
    record Stores(
            DomainStore domains,
            AccountStore accounts,
            AccountDirectory directory,
            FolderStore folders,
            PasswordHasher hasher) {}

    private record Target(AccountRef account, FolderId folder) {}

    @Override
    public String name() {
        return "capture";
    }

    @Override
    public Place place() {
        return Place.PLACEMENT;
    }

    @Override
    public boolean concerns(StageContext message) {
        return target.get() != null;
    }

    @Override
    public Answer judge(StageContext message) {
        Target captured = target.get();
        return captured == null
                ? Answer.NOTHING
                : new Answer.Now(message.recipients().stream()
                        .filter(recipient -> message.disposition(recipient) instanceof Disposition.Queue)
                        .filter(recipient -> !hasRoute(recipient.address().domain()))
                        .<Action>map(recipient -> new Action.Capture(recipient, captured.account(), captured.folder()))
                        .toList());
    }

    /** Creates account and folder if they do not exist; does nothing in production. */
    Uni<Void> prepare(Stores stores, Secret password) {
        return switch (configuration.mode()) {
            case PRODUCTION -> Uni.createFrom().voidItem();
            case LOCAL ->
                stores.hasher()
                        .hash(password)
                        .chain(hash -> account(stores, hash))
                        .chain(account ->
                                folder(stores, account).invoke(folder -> target.set(new Target(account, folder))))
                        .replaceWithVoid();
        };
    }

    private boolean hasRoute(DomainName domain) {
        return configuration.relay().routes().of(domain).isPresent();
    }

    private static Uni<AccountRef> account(Stores stores, Secret hash) {
        return stores.directory()
                .byAddress(ADDRESS)
                .chain(found -> found.isPresent()
                        ? withPassword(stores, found.get(), hash)
                        : stores.domains()
                                .create(Tenancy.FIRST, ADDRESS.domain(), List.of())
                                .chain(domain -> stores.accounts().create(Tenancy.FIRST, newAccount(hash)))
                                .chain(created -> stores.directory().byAddress(ADDRESS))
                                .map(Optional::orElseThrow));
    }

    private static Uni<AccountRef> withPassword(Stores stores, AccountRef account, Secret hash) {
        AccountStore.Change change = new AccountStore.Change(List.of(new AccountStore.Property.PasswordHash(hash)));
        return stores.accounts().update(account.tenant(), account.id(), change).replaceWith(account);
    }

    private static AccountStore.NewAccount newAccount(Secret hash) {
        return new AccountStore.NewAccount(ADDRESS, hash, "Captured mail", Account.Quota.DEFAULT);
    }

    private static Uni<FolderId> folder(Stores stores, AccountRef account) {
        FolderName name = new FolderName(FOLDER);
        return stores.folders()
                .create(account.id(), name, Optional.empty())
                .chain(made -> stores.folders().folder(account.id(), name))
                .map(Optional::orElseThrow)
                .map(Folder::id);
    }
}
