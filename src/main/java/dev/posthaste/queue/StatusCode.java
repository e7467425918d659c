package dev.posthaste.queue;

import java.util.regex.Pattern;

/** An enhanced status code of a failure (RFC 3463 section 2), as it stands in a report: {@code 5.1.1}. */
public record StatusCode(String text) {

    private static final Pattern SYNTAX = Pattern.compile("[45]\\.[0-9]{1,3}\\.[0-9]{1,3}");

    /** Class 4 or 5. */
    public StatusCode {
        if (!SYNTAX.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no status code of a failure");
        }
    }

    /** Whether trying again is in vain. */
    public boolean isPermanent() {
        return text.charAt(0) == '5';
    }

    @Override
    public String toString() {
        return text;
    }
}
