package dev.posthaste.smtp.wire;

import java.util.Optional;

/** An enhanced status code {@code class.subject.detail} (RFC 3463 section 2). */
public record EnhancedCode(Severity severity, int subject, int detail) {

    /** Maximum value of subject and detail, three digits (RFC 3463 section 2). */
    private static final int MAX_PART = 999;

    /** @throws IllegalArgumentException if a part has more than three digits, or the class is 3 (RFC 3463 section 2) */
    public EnhancedCode {
        if (severity == Severity.INTERMEDIATE) {
            throw new IllegalArgumentException("an enhanced code is never intermediate");
        }
        if (subject < 0 || subject > MAX_PART || detail < 0 || detail > MAX_PART) {
            throw new IllegalArgumentException("enhanced code " + severity + "." + subject + "." + detail);
        }
    }

    /**
     * Parses a constant of the program.
     *
     * @throws IllegalArgumentException if it is not an enhanced code
     */
    public static EnhancedCode of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not an enhanced code"));
    }

    /**
     * Parses an enhanced code; empty for any other text.
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

    /** The written form, such as {@code 5.1.1}. */
    @Override
    public String toString() {
        return severity.digit() + "." + subject + "." + detail;
    }

    // -1 if it is not one to three digits
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
