package dev.posthaste.senderauth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The SHA-256 of a message body in "relaxed" canonicalization (RFC 6376 section 3.4.4), computed from pieces of any
 * size: runs of white space become one space, white space at the end of a line and empty lines at the end of the body
 * are ignored, and a non-empty body ends in one CRLF.
 *
 * <p>Only CRLF ends a line. A bare CR or LF counts as a space because it is sent as a space; no verifier ever sees it.
 */
public final class BodyHash {

    /** The hash, the {@code bh=} tag of a signature. */
    public record Digest(String base64) {}

    /** Size in octets of the buffer of canonical octets. */
    private static final int GATHERED = 4096;

    private final MessageDigest sha256 = sha256();
    private final byte[] gathered = new byte[GATHERED];
    private int count;
    /** CRLFs that count only if text follows. */
    private long lineEnds;
    /** White space that counts only if text follows on the same line. */
    private boolean space;
    /** Whether the last octet was a CR, which may be followed by an LF. */
    private boolean carriageReturn;

    private boolean empty = true;

    /** Adds octets of the body. */
    public BodyHash update(byte[] octets) {
        return update(octets, 0, octets.length);
    }

    /** Adds {@code length} octets of the body from offset {@code from}. */
    public BodyHash update(byte[] octets, int from, int length) {
        for (int i = from; i < from + length; i++) {
            octet(octets[i]);
        }
        return this;
    }

    /** Returns the hash of the whole body. Do not call {@link #update} afterwards. */
    public Digest finish() {
        if (!empty) {
            put((byte) '\r');
            put((byte) '\n');
        }
        sha256.update(gathered, 0, count);
        return new Digest(Base64.getEncoder().encodeToString(sha256.digest()));
    }

    private void octet(byte b) {
        if (carriageReturn) {
            carriageReturn = false;
            if (b == '\n') {
                space = false;
                lineEnds++;
                return;
            }
            space = true;
        }
        switch (b) {
            case '\r' -> carriageReturn = true;
            case ' ', '\t', '\n' -> space = true;
            default -> text(b);
        }
    }

    private void text(byte b) {
        for (; lineEnds > 0; lineEnds--) {
            put((byte) '\r');
            put((byte) '\n');
        }
        if (space) {
            put((byte) ' ');
            space = false;
        }
        put(b);
        empty = false;
    }

    private void put(byte b) {
        if (count == GATHERED) {
            sha256.update(gathered, 0, count);
            count = 0;
        }
        gathered[count++] = b;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform supports SHA-256", impossible);
        }
    }
}
