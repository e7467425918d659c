package dev.posthaste.app;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What is ready before the framework starts: made by {@link Posthaste#main} while blocking is still allowed, handed to
 * the beans by {@link BootstrapProducer}.
 */
record Bootstrap(
        Configuration configuration,
        AdminKey adminKey,
        MasterKey masterKey,
        ChunkPlace chunks,
        ConnectionInfo database) {

    private static final AtomicReference<Bootstrap> PUBLISHED = new AtomicReference<>();

    /** Keeps it for the beans of this process. */
    void publish() {
        PUBLISHED.set(this);
    }

    static Bootstrap published() {
        Bootstrap published = PUBLISHED.get();
        if (published == null) {
            throw new IllegalStateException("the server is started by " + Posthaste.class.getName());
        }
        return published;
    }
}
