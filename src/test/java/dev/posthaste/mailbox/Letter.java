package dev.posthaste.mailbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A message on its way into a folder of a test.
 *
 * @param prefix what the door puts in front
 * @param bytes the blob
 */
public record Letter(byte[] prefix, byte[] bytes, long flags, Instant internalDate) {

    private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");

    /** A message of these bytes, unread, without a prefix. */
    public static Letter of(byte[] bytes) {
        return new Letter(new byte[0], bytes, 0, DATE);
    }

    /** A message of this text; a line feed stands for a line's end. */
    public static Letter of(String text) {
        return of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The same with these flags. */
    public Letter flagged(long bits) {
        return new Letter(prefix, bytes, bits, internalDate);
    }

    /** The same, arrived at this time. */
    public Letter at(Instant date) {
        return new Letter(prefix, bytes, flags, date);
    }

    /** The same behind these trace fields. */
    public Letter behind(String fields) {
        return new Letter(fields.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), bytes, flags, internalDate);
    }

    /** Octets of the whole message. */
    public long size() {
        return prefix.length + (long) bytes.length;
    }
}
