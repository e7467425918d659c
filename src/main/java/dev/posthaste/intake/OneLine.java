package dev.posthaste.intake;

/** Text that is put into a reply: a stage that quotes a stranger must not break the line (RFC 5321 section 4.2). */
final class OneLine {

    private OneLine() {}

    /** @throws IllegalArgumentException if there is anything but printable characters */
    static void require(String detail) {
        if (detail.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new IllegalArgumentException("a reply's text has one line of printable characters");
        }
    }
}
