package dev.posthaste.api;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * An answer with the fingerprint of its request, before it is sealed. The fingerprint rests sealed with it: a request may
 * hold a password, and a digest of it in the open would let it be guessed.
 *
 * <pre>
 * kept = fingerprint extent answer
 * </pre>
 */
record KeptAnswer(byte[] fingerprint, Extent extent, byte[] answer) {

    /**
     * Octets of an answer that are kept. What changes something is answered with one resource without its content, and a
     * certificate chain, the longest, has some 20 KiB.
     */
    static final int MAX_OCTETS = 64 << 10;

    private static final int FINGERPRINT_OCTETS = 32;

    /** How much of an answer is kept. */
    enum Extent {
        WHOLE('w'),
        LEFT_OUT('l');

        private final char mark;

        Extent(char mark) {
            this.mark = mark;
        }
    }

    static KeptAnswer of(byte[] fingerprint, byte[] answer) {
        return answer.length <= MAX_OCTETS
                ? new KeptAnswer(fingerprint, Extent.WHOLE, answer)
                : new KeptAnswer(fingerprint, Extent.LEFT_OUT, new byte[0]);
    }

    static KeptAnswer decode(byte[] encoded) {
        return new KeptAnswer(
                Arrays.copyOf(encoded, FINGERPRINT_OCTETS),
                encoded[FINGERPRINT_OCTETS] == Extent.WHOLE.mark ? Extent.WHOLE : Extent.LEFT_OUT,
                Arrays.copyOfRange(encoded, FINGERPRINT_OCTETS + 1, encoded.length));
    }

    byte[] encoded() {
        return ByteBuffer.allocate(FINGERPRINT_OCTETS + 1 + answer.length)
                .put(fingerprint)
                .put((byte) extent.mark)
                .put(answer)
                .array();
    }

    /** The answer to a request with this fingerprint. */
    byte[] to(byte[] asked) {
        if (!MessageDigest.isEqual(fingerprint, asked)) {
            throw ApiException.of(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "the idempotency key was used before, with another request");
        }
        return switch (extent) {
            case WHOLE -> answer;
            case LEFT_OUT ->
                throw ApiException.of(
                        ErrorCode.ANSWER_NOT_KEPT,
                        "the request was carried out; its answer had more than " + MAX_OCTETS + " octets");
        };
    }
}
