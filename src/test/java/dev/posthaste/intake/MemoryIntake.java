package dev.posthaste.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.senderauth.DkimSigner;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Intake over a ledger and a blob store in memory; alice and bob of a.test are accounts, who own their own address. */
final class MemoryIntake implements Ledger, BlobStore, AccountDirectory, AcceptanceListener {

    static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final List<Acceptance> acceptances = new ArrayList<>();
    final List<byte[]> uploads = new ArrayList<>();
    int aborted;

    LedgerIntake with(List<Stage> stages) {
        return new LedgerIntake(
                new LedgerIntake.Parts(
                        this, this, this, this, new DkimSigner(CLOCK), Runnable::run, new Uuid7(CLOCK), CLOCK),
                new LedgerIntake.Settings(DomainName.of("mx.a.test"), 1 << 20),
                stages);
    }

    static AccountRef account(String name) {
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
        return new AccountRef(TENANT, new AccountId(id), EmailAddress.of(name + "@a.test"), new FolderId(id));
    }

    static Origin origin(Origin.Entrance entrance, String address) {
        return new Origin(
                entrance,
                new Origin.Peer(address, "far.test", Origin.Greeting.EHLO),
                new Origin.Security.Clear(),
                new Origin.Authenticated.Nobody(),
                Origin.Request.NONE);
    }

    static DeliverRequest delivery(Origin.Entrance entrance, AccountRef... to) {
        return new DeliverRequest(
                origin(entrance, "192.0.2.1"),
                ReversePath.of(EmailAddress.of("s@far.test")),
                recipients(to),
                Acceptance.Transport.ANY);
    }

    static SubmitRequest submission(AccountRef by, AccountRef... to) {
        Origin origin = new Origin(
                Origin.Entrance.SUBMISSION,
                new Origin.Peer("192.0.2.2", "laptop", Origin.Greeting.EHLO),
                new Origin.Security.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256"),
                new Origin.Authenticated.Account(by.id(), by.address()),
                Origin.Request.NONE);
        return SubmitRequest.of(origin, TENANT, ReversePath.of(by.address()), recipients(to));
    }

    private static List<Recipient> recipients(AccountRef... to) {
        return Arrays.stream(to)
                .map(account ->
                        new Recipient(account.address(), Recipient.Role.ENVELOPE, new Destination.Local(account)))
                .toList();
    }

    static <R> R finish(Reception<R> reception, String message) {
        byte[] octets = message.getBytes(UTF_8);
        return reception
                .write(octets, 0, octets.length)
                .chain(reception::finish)
                .await()
                .atMost(PATIENCE);
    }

    /** What the last acceptance's blob holds. */
    String content() {
        return switch (acceptances.getLast().blob()) {
            case StagedBlob.Inline(BlobHash hash, byte[] bytes) -> new String(bytes, UTF_8);
            case StagedBlob.Chunked chunked -> new String(octets(chunked), UTF_8);
        };
    }

    String prefixOf(AccountRef account) {
        return acceptances.getLast().deliveries().stream()
                .filter(delivery -> delivery.account().equals(account))
                .map(delivery -> new String(delivery.prefix(), UTF_8))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Uni<Outcome> write(List<Acceptance> group) {
        acceptances.addAll(group);
        return Uni.createFrom()
                .item(new Outcome.Written(group.stream()
                        .map(one -> one.deliveries().stream()
                                .map(delivery -> new Placed(1, 1, 1, 0, Long.MAX_VALUE))
                                .toList())
                        .toList()));
    }

    @Override
    public Uni<Optional<Earlier>> earlier(TenantId tenant, IdempotencyKey key) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<Void> forgetKeys(Instant before) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public BlobUpload upload(TenantId tenant) {
        return new BlobUpload() {
            private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

            @Override
            public Uni<Void> write(byte[] bytes, int offset, int length) {
                octets.write(bytes, offset, length);
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<StagedBlob> finish() {
                return Uni.createFrom().item(staged(octets.toByteArray()));
            }

            @Override
            public Uni<Void> abort() {
                aborted++;
                return Uni.createFrom().voidItem();
            }
        };
    }

    private StagedBlob staged(byte[] octets) {
        BlobHash hash = BlobHash.of(sha256(octets));
        if (octets.length <= INLINE_MAX) {
            return new StagedBlob.Inline(hash, octets);
        }
        uploads.add(octets);
        return new StagedBlob.Chunked(hash, octets.length, TENANT, new UUID(0, uploads.size() - 1));
    }

    private byte[] octets(StagedBlob.Chunked chunked) {
        return uploads.get((int) chunked.upload().getLeastSignificantBits());
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    @Override
    public Uni<byte[]> read(StagedBlob.Chunked staged, long offset, int length) {
        int inChunk = (int) Math.min(length, CHUNK - offset % CHUNK);
        int end = (int) Math.min(staged.size(), offset + inChunk);
        return Uni.createFrom().item(Arrays.copyOfRange(octets(staged), (int) offset, Math.max((int) offset, end)));
    }

    @Override
    public Uni<byte[]> read(BlobRef blob, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Multi<byte[]> stream(BlobRef blob, long offset, long length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> copy(StagedBlob.Chunked blob, TenantId to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Integer> sweep(Duration age) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Destination> resolve(EmailAddress address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Ownership> ownership(AccountId account, EmailAddress sender) {
        boolean own = account(sender.local().text()).id().equals(account);
        return Uni.createFrom().item(own ? Ownership.OWNED : Ownership.NOT_OWNED);
    }

    @Override
    public Uni<Optional<AccountRef>> byAddress(EmailAddress address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Optional<AccountRef>> byId(TenantId tenant, AccountId account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Optional<HostedDomain>> hosted(DomainName domain) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public void mailWaits() {}

    @Override
    public void quotaNearlyUsed(AccountRef account, long usedOctets, long quotaOctets) {}

    @Override
    public void captured(AccountRef account, EmailAddress address) {}
}
