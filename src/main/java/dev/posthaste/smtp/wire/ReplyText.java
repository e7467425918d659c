package dev.posthaste.smtp.wire;

/** Makes text safe as one line of a reply. */
final class ReplyText {

    private ReplyText() {}

    /** Truncates the text to the maximum length and replaces everything except printable ASCII with question marks. */
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

    // textstring = 1*(%d09 / %d32-126), RFC 5321 section 4.2; tabs are not written.
    private static boolean isPrintable(char c) {
        return c >= ' ' && c < 0x7F;
    }
}
