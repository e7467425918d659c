package dev.posthaste.smtp.wire;

import java.util.Optional;

/** The class of a reply (RFC 5321 section 4.2.1, RFC 3463 section 3.1). */
public enum Severity {
    /** 2yz: the command succeeded. */
    SUCCESS(2),
    /** 3yz: the server expects more; such a reply has no enhanced code. */
    INTERMEDIATE(3),
    /** 4yz: the same command may succeed later. */
    TRANSIENT(4),
    /** 5yz: the same command will fail again. */
    PERMANENT(5);

    private final int digit;

    Severity(int digit) {
        this.digit = digit;
    }

    /** The first digit of the reply code. */
    public int digit() {
        return digit;
    }

    /** The severity of a reply code from 200 to 599. */
    static Severity ofReplyCode(int code) {
        return values()[code / 100 - 2];
    }

    /** The severity of the first digit of an enhanced code: 2, 4 or 5; empty for others. */
    static Optional<Severity> ofDigit(char digit) {
        return switch (digit) {
            case '2' -> Optional.of(SUCCESS);
            case '4' -> Optional.of(TRANSIENT);
            case '5' -> Optional.of(PERMANENT);
            default -> Optional.empty();
        };
    }
}
