package dev.posthaste.intake;

/**
 * Why a message, or one of its recipients, is not accepted now.
 *
 * @param code the SMTP reply code, 400 to 499 (RFC 5321 section 4.2)
 * @param enhanced the enhanced status code, such as {@code 4.3.0} (RFC 3463)
 * @param detail one line of ASCII for the client
 * @param certainty whether the message may have been accepted nevertheless
 */
public record Deferral(int code, String enhanced, String detail, Certainty certainty) {

    /** The code must be a transient one, and both codes must agree (RFC 2034 section 4). */
    public Deferral {
        if (code < 400 || code > 499 || !enhanced.startsWith("4.")) {
            throw new IllegalArgumentException(code + " " + enhanced + " is no deferral");
        }
        OneLine.require(detail);
    }

    /** The store or a stage is not available: 451 4.3.0. Nothing was written. */
    public static Deferral of(String detail) {
        return new Deferral(451, "4.3.0", detail, Certainty.NOTHING_WRITTEN);
    }

    /** The store did not say whether it has committed: 451 4.3.0. */
    public static Deferral uncertain(String detail) {
        return new Deferral(451, "4.3.0", detail, Certainty.UNKNOWN);
    }

    /** A recipient's account has no room at present: 452 4.2.2. */
    public static Deferral accountFull() {
        return new Deferral(452, "4.2.2", "The account is full", Certainty.NOTHING_WRITTEN);
    }

    /** With codes of a stage's own. */
    public static Deferral byPolicy(int code, String enhanced, String detail) {
        return new Deferral(code, enhanced, detail, Certainty.NOTHING_WRITTEN);
    }

    /** What is known of a message that was deferred. */
    public enum Certainty {
        /** The store has nothing of it. */
        NOTHING_WRITTEN,
        /** The store did not say what became of it: a client that presents it again may have it accepted twice. */
        UNKNOWN
    }
}
