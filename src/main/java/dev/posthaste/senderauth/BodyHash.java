package dev.posthaste.senderauth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The SHA-256 of a message body in its "relaxed" form (RFC 6376 section 3.4.4), computed while the body passes by in
 * pieces of any size: runs of white space become one space, white space at the end of a line and empty lines at the end
 * of the body are ignored, and a body that has any line ends in one CRLF.
 *
 * <p>Only CRLF ends a line. A CR or LF that stands alone counts as a space, for that is what is sent in its place: no
 * verifier will ever see it.
 */
public final class BodyHash {

    /** What is left of the body: the {@code bh=} tag. */
    public record Digest(String base64) {}

    /** Canonical octets that are gathered before they are hashed. */
    private static final int GATHERED = 4096;

    private final MessageDigest sha256 = sha256();
    private final byte[] gathered = new byte[GATHERED];
    private int count;
    /** CRLFs that count only if text follows. */
    private long lineEnds;
    /** White space that counts only if text follows on the same line. */
    private boolean space;
    /** A CR of which we do not know yet whether an LF follows. */
    private boolean carriageReturn;

    private boolean empty = true;

    /** Takes the next octets of the body. */
    public BodyHash update(byte[] octets) {
        return update(octets, 0, octets.length);
    }

    /** Takes the next octets of the body. */
    public BodyHash update(byte[] octets, int from, int length) {
        for (int i = from; i < from + length; i++) {
            octet(octets[i]);
        }
        return this;
    }

    /** The hash of everything so far, as of a whole body. Nothing may be added after it. */
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
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
