package dev.posthaste.torture;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A message that a client means to send. Its subject is a token that no other has, its text is by chance, in short lines
 * of ASCII, so that every door can carry it as it is.
 */
final class Mail {

    /** Where it enters. */
    enum Way {
        REST,
        GRPC,
        MX,
        SUBMISSION;

        /** Whether two requests with one key are one request, so that it may be asked again. */
        boolean hasKeys() {
            return this == REST || this == GRPC;
        }
    }

    /** Foreign; its mail goes to the {@link Sink}. */
    static final String FAR = "far.test";

    private static final int LINE_OCTETS = 60;
    private static final int MOST_LINES = 40;

    /** One in so many is long enough for the store to keep it in pieces. */
    private static final int LONG_ONE_IN = 60;

    private static final int LONG_LINES = 12_000;

    private final String token;
    private final Way way;
    private final String from;
    private final List<String> recipients;
    private final long seed;
    private final AtomicReference<@Nullable String> id = new AtomicReference<>();

    Mail(String token, Way way, String from, List<String> recipients, Random chance) {
        this.token = token;
        this.way = way;
        this.from = from;
        this.recipients = List.copyOf(recipients);
        this.seed = chance.nextLong();
    }

    String token() {
        return token;
    }

    Way way() {
        return way;
    }

    String from() {
        return from;
    }

    List<String> recipients() {
        return recipients;
    }

    /** Whether it also goes to the {@link Sink}. */
    boolean isRelayed() {
        return recipients.stream().anyMatch(recipient -> recipient.endsWith('@' + FAR));
    }

    /** Lines that end with CRLF; none begins with a dot. Made anew each time: tens of thousands would not fit into memory. */
    String text() {
        return text(new Random(seed));
    }

    /** The whole message as a mail program writes it. */
    String octets() {
        return "From: <" + from + ">\r\nTo: <" + recipients.getFirst() + ">\r\nSubject: " + token
                + "\r\nDate: Tue, 03 Mar 2026 10:00:00 +0000\r\nMessage-ID: <" + token + "@torture.test>\r\n\r\n"
                + text();
    }

    /** What the server called it when it took it. */
    Optional<String> id() {
        return Optional.ofNullable(id.get());
    }

    /** Whether the server calls it as it did before, if it did. */
    boolean isStillCalled(String name) {
        return id.compareAndSet(null, name) || name.equals(id.get());
    }

    /** Text by chance. */
    static String text(Random chance) {
        int lines = chance.nextInt(LONG_ONE_IN) == 0 ? LONG_LINES : 1 + chance.nextInt(MOST_LINES);
        StringBuilder text = new StringBuilder(lines * (LINE_OCTETS + 2));
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < LINE_OCTETS; i++) {
                text.append((char) ('a' + chance.nextInt(26)));
            }
            text.append("\r\n");
        }
        return text.toString();
    }
}
