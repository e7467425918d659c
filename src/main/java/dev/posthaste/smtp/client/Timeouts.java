package dev.posthaste.smtp.client;

import java.time.Duration;

/**
 * Timeouts of the client.
 *
 * @param connection for a connection and a TLS handshake, which RFC 5321 does not limit
 * @param greeting for the greeting
 * @param command for the reply to any command except DATA
 * @param data for the reply to DATA
 * @param block how long the host may accept no octets of a message
 * @param end for the reply to the final dot
 * @param quit for the reply to QUIT, which has no effect on deliveries
 */
public record Timeouts(
        Duration connection,
        Duration greeting,
        Duration command,
        Duration data,
        Duration block,
        Duration end,
        Duration quit) {

    /** The values of RFC 5321 section 4.5.3.2; the first is Postfix's {@code smtp_connect_timeout}. */
    public static final Timeouts STANDARD = new Timeouts(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5));
}
