package dev.posthaste.smtp.wire;

/** Text of a reply, made fit to be one line of it. */
final class ReplyText {

    private ReplyText() {}

    /** The text if it is printable ASCII of a bounded length; else cut, and with a question mark for what is not. */
    static String printable(String text) {
        String bounded = text.length() > Reply.MAX_TEXT_OCTETS ? text.substring(0, Reply.MAX_TEXT_OCTETS) : text;
        return isPrintable(bounded) ? bounded : replaced(bounded);
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String replaced(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            printable.append(isPrintable(c) ? c : '?');
        }
        return printable.toString();
    }

    // textstring = 1*(%d09 / %d32-126), RFC 5321 section 4.2; we write no tabs.
    private static boolean isPrintable(char c) {
        return c >= ' ' && c < 0x7F;
    }
}
