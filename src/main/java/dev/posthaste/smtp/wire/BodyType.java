package dev.posthaste.smtp.wire;

/** The BODY parameter of MAIL: the kind of octets in the content (RFC 6152 section 2). */
public enum BodyType {
    /** {@code BODY=7BIT}, or no parameter. */
    SEVEN_BIT("7BIT"),
    /** {@code BODY=8BITMIME}. */
    EIGHT_BIT_MIME("8BITMIME");

    private final String keyword;

    BodyType(String keyword) {
        this.keyword = keyword;
    }

    String keyword() {
        return keyword;
    }
}
