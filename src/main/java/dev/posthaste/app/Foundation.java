package dev.posthaste.app;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What is ready before the framework starts: made by {@link Posthaste#main} while blocking is still allowed, handed to
 * the beans by {@link FoundationProducer}.
 */
record Foundation(
        Configuration configuration,
        AdminKey adminKey,
        MasterKey masterKey,
        ChunkPlace chunks,
        ConnectionInfo database) {

    private static final AtomicReference<Foundation> LAID = new AtomicReference<>();

    /** Keeps it for the beans of this process. */
    void lay() {
        LAID.set(this);
    }

    static Foundation laid() {
        Foundation laid = LAID.get();
        if (laid == null) {
            throw new IllegalStateException("the server is started by " + Posthaste.class.getName());
        }
        return laid;
    }
}
