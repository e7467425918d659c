package dev.posthaste.smtp.server;

import java.time.Duration;

/**
 * How much of anything.
 *
 * @param connections of all clients together, per server (421 4.3.2)
 * @param connectionsPerAddress of one client address (421 4.7.0)
 * @param recipients of one message (452 4.5.3); RFC 5321 section 4.5.3.1.8 demands 100 at the least
 * @param errors commands refused as wrong before the connection is closed (421 4.7.0); a message taken clears them
 * @param idleCommands between two messages that bring none nearer, such as NOOP (421 4.7.0); Postfix's {@code
 *     smtpd_junk_command_limit}
 * @param refusedRecipients of one connection, before it is taken for a search of addresses (421 4.7.0)
 * @param refusedLogins of one connection before it is closed
 * @param loginPenalty the wait before the first refusal of a login; it doubles with each
 * @param silence how long a client may say nothing (RFC 5321 section 4.5.3.2.7)
 * @param stall how long a client may leave replies unread before it is cut off
 * @param data how long one message may take to arrive, beside the time that its octets may take
 * @param greetingPause the wait before the greeting, to see who does not wait for it; zero for none
 */
public record Limits(
        int connections,
        int connectionsPerAddress,
        int recipients,
        int errors,
        int idleCommands,
        int refusedRecipients,
        int refusedLogins,
        Duration loginPenalty,
        Duration silence,
        Duration stall,
        Duration data,
        Duration greetingPause) {

    /** What suits a server in the open. */
    public static final Limits DEFAULT = new Limits(
            10_000,
            250,
            1_000,
            10,
            100,
            50,
            3,
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ZERO);
}
