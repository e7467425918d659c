package dev.posthaste.smtp.wire;

import java.util.Optional;

/** What a reply lets its reader do next (RFC 5321 section 4.2.1, RFC 3463 section 3.1). */
public enum Severity {
    /** It is done. */
    SUCCESS(2),
    /** Go on, more is expected; such a reply has no enhanced code. */
    INTERMEDIATE(3),
    /** Not now: the same may succeed later. */
    TRANSIENT(4),
    /** Never: the same will fail again. */
    PERMANENT(5);

    private final int digit;

    Severity(int digit) {
        this.digit = digit;
    }

    /** The first digit of a reply code. */
    public int digit() {
        return digit;
    }

    /** The severity that a reply code has; only for codes from 200 to 599. */
    static Severity ofReplyCode(int code) {
        return values()[code / 100 - 2];
    }

    /** The severity that an enhanced code begins with: 2, 4 or 5. */
    static Optional<Severity> ofDigit(char digit) {
        return switch (digit) {
            case '2' -> Optional.of(SUCCESS);
            case '4' -> Optional.of(TRANSIENT);
            case '5' -> Optional.of(PERMANENT);
            default -> Optional.empty();
        };
    }
}
