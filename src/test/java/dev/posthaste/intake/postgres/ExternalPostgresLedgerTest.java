package dev.posthaste.intake.postgres;

import static dev.posthaste.intake.postgres.DoorWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.AccountRef;
import dev.posthaste.app.DebianPostgres;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Acceptance and sweep on PostgreSQL 15. */
class ExternalPostgresLedgerTest {

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = DebianPostgres.database();
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void messages_and_emails_are_accepted_read_and_swept() {
        DoorWorld world = new DoorWorld(database);
        AccountRef alice = world.account(1 << 24, 100);
        Acceptance large = world.large(1, Optional.empty(), alice);
        Acceptance small = world.acceptance("hello", Optional.empty(), alice);

        assertThat(done(world.ledger.write(List.of(large, small, world.queued("out"), world.queuedLarge(2)))))
                .isInstanceOf(Ledger.Outcome.Written.class);

        BlobRef one = BlobRef.ofAccount(
                alice.id(), alice.tenant(), large.blob().hash(), large.blob().size());
        assertThat(done(world.blobs.read(one, 299_990, 20))).hasSize(10);
        BlobRef two = BlobRef.ofAccount(alice.id(), alice.tenant(), small.blob().hash(), 5);
        assertThat(done(world.blobs.read(two, 0, 5))).asString().isEqualTo("hello");
        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1, 2}));
        // Two blobs, a large blob and its upload.
        assertThat(done(world.blobs.sweep(Duration.ofSeconds(-5)))).isEqualTo(4);
        assertThat(world.number("select count(*) from queued_blob")).isEqualTo(2);
    }
}
