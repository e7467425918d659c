package dev.posthaste.intake;

/**
 * Why a message, or one of its recipients, is not accepted, however often it is presented unchanged.
 *
 * @param code the SMTP reply code, 500 to 599 (RFC 5321 section 4.2)
 * @param enhanced the enhanced status code, such as {@code 5.7.1} (RFC 3463)
 * @param detail one line of ASCII for the client
 */
public record Refusal(Reason reason, int code, String enhanced, String detail) {

    /** The code must be a permanent one, and both codes must agree (RFC 2034 section 4). */
    public Refusal {
        if (code < 500 || code > 599 || !enhanced.startsWith("5.")) {
            throw new IllegalArgumentException(code + " " + enhanced + " is no permanent refusal");
        }
        OneLine.require(detail);
    }

    /** With the codes that belong to the reason. */
    public static Refusal of(Reason reason, String detail) {
        return new Refusal(reason, reason.code, reason.enhanced, detail);
    }

    /** What a stage refuses by a rule of its own. */
    public static Refusal byPolicy(int code, String enhanced, String detail) {
        return new Refusal(Reason.POLICY, code, enhanced, detail);
    }

    /** The kind of a refusal, with its SMTP codes. */
    public enum Reason {
        /** More octets than POSTHASTE_MESSAGE_SIZE_MAX. */
        TOO_LARGE(552, "5.3.4"),
        /** A header larger than intake reads. */
        HEADER_TOO_LARGE(552, "5.3.4"),
        /** Too many Received fields. */
        LOOP(554, "5.4.6"),
        /** The From field names an address that the sender does not own. */
        NOT_YOUR_ADDRESS(550, "5.7.1"),
        /** A submission without a From field, or with one that cannot be read. */
        NO_AUTHOR(550, "5.6.0"),
        /** An account has no room for it. */
        OVER_QUOTA(552, "5.2.2"),
        /** The folder does not exist (any more). */
        NO_SUCH_FOLDER(554, "5.0.0"),
        /** The idempotency key was used with another request. */
        IDEMPOTENCY_KEY_REUSED(554, "5.0.0"),
        /** A stage refuses it; the codes are the stage's. */
        POLICY(550, "5.7.1");

        private final int code;
        private final String enhanced;

        Reason(int code, String enhanced) {
            this.code = code;
            this.enhanced = enhanced;
        }
    }
}
