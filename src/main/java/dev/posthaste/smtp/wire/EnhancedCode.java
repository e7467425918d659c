package dev.posthaste.smtp.wire;

import java.util.Optional;

/** {@code class.subject.detail}, what a reply means in detail (RFC 3463 section 2). */
public record EnhancedCode(Severity severity, int subject, int detail) {

    /** RFC 3463 section 2: one to three digits. */
    private static final int MAX_PART = 999;

    /** Each part has at most three digits, and there is no class 3 (RFC 3463 section 2). */
    public EnhancedCode {
        if (severity == Severity.INTERMEDIATE) {
            throw new IllegalArgumentException("no enhanced code is intermediate");
        }
        if (subject < 0 || subject > MAX_PART || detail < 0 || detail > MAX_PART) {
            throw new IllegalArgumentException("enhanced code " + severity + "." + subject + "." + detail);
        }
    }

    /** For codes that are constants of the program. */
    public static EnhancedCode of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no enhanced code"));
    }

    /**
     * Reads an enhanced code; empty for text that is none.
     *
     * <pre>
     * status-code = class "." subject "." detail       ; RFC 3463 section 2
     * class       = "2" / "4" / "5"
     * subject     = 1*3DIGIT
     * detail      = 1*3DIGIT
     * </pre>
     */
    public static Optional<EnhancedCode> parse(String text) {
        if (text.length() < 5 || text.charAt(1) != '.') {
            return Optional.empty();
        }
        int dot = text.indexOf('.', 2);
        int subject = number(text, 2, dot);
        int detail = number(text, dot + 1, text.length());
        if (dot < 0 || subject < 0 || detail < 0) {
            return Optional.empty();
        }
        return Severity.ofDigit(text.charAt(0)).map(severity -> new EnhancedCode(severity, subject, detail));
    }

    /** The code as it is written: {@code 5.1.1}. */
    @Override
    public String toString() {
        return severity.digit() + "." + subject + "." + detail;
    }

    // -1 for what is not one to three digits
    private static int number(String text, int from, int to) {
        if (to - from < 1 || to - from > 3) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
