package dev.posthaste.blob.postgres;

import dev.posthaste.TestDatabase;
import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.ChunkStoreContract;
import dev.posthaste.blob.LargeBlobContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresChunksTest implements ChunkStoreContract, LargeBlobContract {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final PostgresChunks chunks = new PostgresChunks(DATABASE.mutinyPool());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.truncate();
    }

    @Override
    public ChunkStore chunks() {
        return chunks;
    }

    @Override
    public TestDatabase database() {
        return DATABASE;
    }
}
