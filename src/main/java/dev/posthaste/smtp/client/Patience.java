package dev.posthaste.smtp.client;

import java.time.Duration;

/**
 * How long we wait for a host.
 *
 * @param connection for a connection and a TLS handshake, which RFC 5321 does not limit
 * @param greeting for the greeting
 * @param command for the answer to any command but DATA
 * @param data for the answer to DATA
 * @param block for the host to take more of the message
 * @param end for the answer to the whole message
 * @param quit for the answer to QUIT, which changes nothing any more
 */
public record Patience(
        Duration connection,
        Duration greeting,
        Duration command,
        Duration data,
        Duration block,
        Duration end,
        Duration quit) {

    /** RFC 5321 section 4.5.3.2; the first is Postfix's {@code smtp_connect_timeout}. */
    public static final Patience STANDARD = new Patience(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5));
}
