package dev.posthaste.queue;

import java.util.regex.Pattern;

/** An enhanced status code of a failure (RFC 3463 section 2), as in a delivery report: {@code 5.1.1}. */
public record StatusCode(String text) {

    private static final Pattern SYNTAX = Pattern.compile("[45]\\.[0-9]{1,3}\\.[0-9]{1,3}");

    /** Class 4 or 5. */
    public StatusCode {
        if (!SYNTAX.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a status code of class 4 or 5");
        }
    }

    /** Whether the class is 5: retrying is useless. */
    public boolean isPermanent() {
        return text.charAt(0) == '5';
    }

    @Override
    public String toString() {
        return text;
    }
}
