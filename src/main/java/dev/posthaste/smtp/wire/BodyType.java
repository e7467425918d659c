package dev.posthaste.smtp.wire;

/** What a client says of the content's octets (RFC 6152 section 2). */
public enum BodyType {
    /** {@code BODY=7BIT}, or nothing said. */
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
