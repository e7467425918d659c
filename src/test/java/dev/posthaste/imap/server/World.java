package dev.posthaste.imap.server;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.blob.BlobMissingException;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.intake.AppendRequest;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.DeliverRequest;
import dev.posthaste.intake.DeliverResult;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.SubmitRequest;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.login.Login;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.Glance;
import dev.posthaste.mailbox.InMemoryMailbox;
import dev.posthaste.mailbox.Letter;
import dev.posthaste.mailbox.LocalChangeFeed;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.Indexed;
import dev.posthaste.mime.MimeIndexer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What an IMAP server stands on, in memory: two accounts, {@code alice} and {@code bob}, with the password {@code sesame}. */
final class World implements Login, Intake {

    /** What APPEND takes. */
    static final long MESSAGE_SIZE_MAX = 1 << 20;

    private static final TenantId TENANT = new TenantId(new UUID(0, 7));
    private static final MailboxStore.Storage ROOM = new MailboxStore.Storage(0, 0, 1 << 24, 100_000);

    final InMemoryMailbox mailbox = new InMemoryMailbox(new LocalChangeFeed(), World::glance);
    /** Whether octets of messages can be neither read nor written. */
    boolean failing;

    /** How many messages were given up on their way. */
    volatile int aborted;

    final AccountId alice = account(1);
    final AccountId bob = account(2);

    private AccountId account(int number) {
        AccountId account = new AccountId(new UUID(1, number));
        mailbox.addAccount(TENANT, account, new FolderId(new UUID(2, number)), ROOM);
        return account;
    }

    static Glance glance(byte[] bytes) {
        Indexed indexed = MimeIndexer.index(bytes);
        return new Glance(indexed.index().encode(), indexed.preview(), indexed.searchText(), false);
    }

    ImapDependencies dependencies() {
        FailingBlobs blobs = new FailingBlobs();
        mailbox.readThrough(blobs);
        return ImapDependencies.of(
                this, mailbox, mailbox, new MessageBytes(blobs), mailbox.feed(), this, MESSAGE_SIZE_MAX);
    }

    @Override
    public Uni<LoginResult> check(String user, Secret password, Scope needed) {
        boolean right = password.use(text -> text.equals("sesame"));
        if (user.equals("too-deep")) {
            return tooDeep();
        }
        return Uni.createFrom().item(() -> switch (user) {
            case "alice" -> right ? granted(alice, user) : new LoginResult.Refused();
            case "bob" -> right ? granted(bob, user) : new LoginResult.Refused();
            case "nobody-answers" -> new LoginResult.Unavailable();
            default -> new LoginResult.Refused();
        });
    }

    /** Steps within steps, more than a stack holds. */
    private static Uni<LoginResult> tooDeep() {
        Uni<LoginResult> steps = Uni.createFrom().item(new LoginResult.Refused());
        for (int i = 0; i < 1_000_000; i++) {
            steps = steps.flatMap(result -> Uni.createFrom().item(result));
        }
        return steps;
    }

    private static LoginResult granted(AccountId account, String user) {
        return new LoginResult.Granted(
                new Principal.AccountHolder(TENANT, account, EmailAddress.of(user + "@example.org")));
    }

    @Override
    public Uni<Optional<Principal>> bearer(Secret key) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Reception<AppendResult> append(AppendRequest request) {
        if (failing) {
            throw new IllegalStateException("intake is broken");
        }
        return new InMemoryReception(request);
    }

    @Override
    public Reception<SubmitResult> submit(SubmitRequest request) {
        throw new UnsupportedOperationException("IMAP does not submit");
    }

    @Override
    public Reception<DeliverResult> deliver(DeliverRequest request) {
        throw new UnsupportedOperationException("IMAP does not deliver");
    }

    /** The blobs of the mailbox, while they can be read. */
    private final class FailingBlobs implements BlobStore {

        @Override
        public BlobUpload upload(TenantId tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<byte[]> read(BlobRef blob, long offset, int length) {
            return failing
                    ? Uni.createFrom().failure(new BlobMissingException(blob))
                    : mailbox.blobs().read(blob, offset, length);
        }

        @Override
        public Multi<byte[]> stream(BlobRef blob, long offset, long length) {
            return failing
                    ? Multi.createFrom().failure(new BlobMissingException(blob))
                    : mailbox.blobs().stream(blob, offset, length);
        }

        @Override
        public Uni<byte[]> read(StagedBlob.Chunked staged, long offset, int length) {
            throw new UnsupportedOperationException("nothing is staged here");
        }

        @Override
        public Uni<Void> copy(StagedBlob.Chunked blob, TenantId to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Integer> sweep(Duration age) {
            return Uni.createFrom().item(0);
        }
    }

    /** Gathers a message, and delivers it when it is complete. */
    private final class InMemoryReception implements Reception<AppendResult> {

        private final AppendRequest append;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        InMemoryReception(AppendRequest append) {
            this.append = append;
        }

        @Override
        public Uni<Void> write(byte[] bytes, int offset, int length) {
            octets.write(bytes, offset, length);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<AppendResult> finish() {
            AccountId account = append.account().id();
            Letter letter = Letter.of(octets.toByteArray()).flagged(append.flags());
            StoredMessage message = mailbox.deliver(
                    account,
                    append.folder(),
                    append.internalDate().map(letter::at).orElse(letter.at(Instant.EPOCH)));
            return mailbox.folder(account, append.folder())
                    .map(folder ->
                            new AppendResult.Appended(folder.orElseThrow().uidValidity(), message.uid(), message.id()));
        }

        @Override
        public Uni<Void> abort() {
            aborted++;
            return Uni.createFrom().voidItem();
        }
    }

    /** A message that lies in a folder of alice's, which is made if it is missing. */
    void given(String folder, Letter letter) {
        mailbox.create(alice, new FolderName(folder), Optional.empty()).await().indefinitely();
        mailbox.deliver(alice, mailbox.folderNamed(alice, folder), letter);
    }
}
