package dev.posthaste.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What intake answers when the store does not say what became of a message. */
class LostAnswerTest {

    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final FolderId INBOX = new FolderId(new UUID(0, 2));
    private static final AccountRef ALICE =
            new AccountRef(TENANT, new AccountId(new UUID(0, 3)), EmailAddress.of("alice@a.test"), INBOX);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void a_refused_transaction_wrote_nothing() {
        assertThat(certainty(Uni.createFrom().failure(new LedgerRefusedException(new IllegalStateException("bad")))))
                .isEqualTo(Deferral.Certainty.NOTHING_WRITTEN);
    }

    @Test
    void of_a_transaction_whose_answer_was_lost_nobody_knows() {
        assertThat(certainty(Uni.createFrom().failure(new IllegalStateException("connection lost"))))
                .isEqualTo(Deferral.Certainty.UNKNOWN);
    }

    @Test
    void what_fails_after_the_transaction_may_have_been_written() {
        assertThat(certainty(Uni.createFrom().item(new Ledger.Outcome.Written(List.of(List.of())))))
                .isEqualTo(Deferral.Certainty.UNKNOWN);
    }

    @Test
    void what_could_not_even_be_uploaded_was_not_written() {
        assertThat(certainty(
                        Uni.createFrom().item(new Ledger.Outcome.Gone()),
                        Uni.createFrom().failure(new IllegalStateException("no room"))))
                .isEqualTo(Deferral.Certainty.NOTHING_WRITTEN);
    }

    private static Deferral.Certainty certainty(Uni<Ledger.Outcome> written) {
        byte[] nothing = new byte[0];
        return certainty(written, Uni.createFrom().item(new StagedBlob.Inline(BlobHash.of(new byte[32]), nothing)));
    }

    private static Deferral.Certainty certainty(Uni<Ledger.Outcome> written, Uni<StagedBlob> uploaded) {
        LedgerIntake intake = new LedgerIntake(
                new LedgerIntake.Parts(
                        new OneAnswer(written),
                        new OneUpload(uploaded),
                        new Nobody(),
                        new Deaf(),
                        new DkimSigner(CLOCK),
                        Runnable::run,
                        new Uuid7(CLOCK),
                        CLOCK),
                new LedgerIntake.Settings(DomainName.of("mx.a.test"), 1 << 20),
                List.of());
        Reception<AppendResult> reception =
                intake.append(new AppendRequest(Origin.system(), ALICE, INBOX, 0, Optional.empty()));
        byte[] message = "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII);
        AppendResult result = reception
                .write(message, 0, message.length)
                .chain(reception::finish)
                .await()
                .atMost(Duration.ofSeconds(10));
        return ((NotAccepted.Deferred) result).deferral().certainty();
    }

    private record OneAnswer(Uni<Outcome> written) implements Ledger {
        @Override
        public Uni<Outcome> write(List<Acceptance> group) {
            return written;
        }

        @Override
        public Uni<Optional<Earlier>> earlier(TenantId tenant, IdempotencyKey key) {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        public Uni<Void> forgetKeys(Instant before) {
            return Uni.createFrom().voidItem();
        }
    }

    private record OneUpload(Uni<StagedBlob> uploaded) implements BlobStore {
        @Override
        public BlobUpload upload(TenantId tenant) {
            return new BlobUpload() {
                @Override
                public Uni<Void> write(byte[] bytes, int offset, int length) {
                    return Uni.createFrom().voidItem();
                }

                @Override
                public Uni<StagedBlob> finish() {
                    return uploaded;
                }

                @Override
                public Uni<Void> abort() {
                    return Uni.createFrom().voidItem();
                }
            };
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
        public Uni<byte[]> read(StagedBlob.Chunked staged, long offset, int length) {
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
    }

    private static final class Nobody implements AccountDirectory {
        @Override
        public Uni<Destination> resolve(EmailAddress address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Ownership> ownership(AccountId account, EmailAddress sender) {
            throw new UnsupportedOperationException();
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
            throw new UnsupportedOperationException();
        }
    }

    private static final class Deaf implements AcceptanceListener {
        @Override
        public void mailWaits() {}

        @Override
        public void quotaNearlyUsed(AccountRef account, long usedOctets, long quotaOctets) {}

        @Override
        public void captured(AccountRef account, EmailAddress address) {}
    }
}
