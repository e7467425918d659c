package dev.posthaste.torture;

import java.io.IOException;

/** A connection by which mail is sent. */
interface Door extends AutoCloseable {

    /**
     * Sends it and waits for the answer.
     *
     * @throws IOException if the connection ended before there was one
     */
    Answer send(Mail mail) throws IOException;

    @Override
    void close() throws IOException;

    /** Makes the connection. */
    @FunctionalInterface
    interface Opener {
        /** To the server as it runs now. */
        Door open(Site site) throws IOException;
    }
}
