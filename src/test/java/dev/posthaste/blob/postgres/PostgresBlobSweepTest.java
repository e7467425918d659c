package dev.posthaste.blob.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.id.Uuid7;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PostgresBlobSweepTest {

    @Test
    void an_upload_that_came_to_nothing_is_swept_when_it_is_old_enough() {
        try (TestDatabase database = TestDatabase.fresh()) {
            BlobStore blobs = new PostgresBlobStore(
                    database.mutinyPool(),
                    new PostgresChunks(database.mutinyPool()),
                    new Uuid7(InstantSource.system()));
            database.mutinyPool()
                    .preparedQuery("insert into blob_upload (tenant_id, upload, started_at)"
                            + " values ($1, $2, now() - interval '1 hour')")
                    .executeAndAwait(Tuple.of(UUID.randomUUID(), UUID.randomUUID()));

            assertThat(blobs.sweep(Duration.ofHours(2)).await().indefinitely()).isZero();
            assertThat(blobs.sweep(Duration.ofMinutes(59)).await().indefinitely())
                    .isEqualTo(1);
            assertThat(blobs.sweep(Duration.ofMinutes(59)).await().indefinitely())
                    .isZero();
        }
    }
}
