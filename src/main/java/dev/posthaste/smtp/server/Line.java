package dev.posthaste.smtp.server;

import java.time.Duration;

/** The connection, as the conversation on it sees it. All is done in order, and called back on one thread. */
interface Line {

    /** Sends octets. */
    void send(byte[] octets);

    /** Lets nothing more be heard until {@link #resume}. */
    void pause();

    /** Lets octets be heard again, as soon as the client has read enough of what was sent. */
    void resume();

    /** Changes to TLS after what was sent; {@code started} follows, unless the line is closed instead. */
    void startTls(Runnable started);

    /** Closes after what was sent, or when the client has not read it for too long. */
    void close();

    /** Runs {@code work} later. */
    void after(Duration pause, Runnable work);

    /** Runs {@code work} on the line's thread: now, if this is it. */
    void run(Runnable work);
}
