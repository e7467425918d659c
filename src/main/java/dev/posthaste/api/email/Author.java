package dev.posthaste.api.email;

import dev.posthaste.api.Shapes;
import dev.posthaste.mime.Mailbox;

/** The author of an email as one text, {@code name <address>}, in the form in which the history keeps it. */
final class Author {

    private static final String OPEN = " <";

    private Author() {}

    /** The text of a mailbox. */
    static String text(Mailbox author) {
        return text(author.decodedName(), author.spec());
    }

    /** The text of a name that is not encoded, and an address. */
    static String text(String name, String address) {
        return name.isEmpty() ? address : name + OPEN + address + '>';
    }

    /** The mailbox of a text; a name may have commas, quotes and angle brackets of its own. */
    static Shapes.Mailbox shown(String text) {
        int open = text.lastIndexOf(OPEN);
        return open < 0 || !text.endsWith(">")
                ? new Shapes.Mailbox(text, "")
                : new Shapes.Mailbox(text.substring(open + OPEN.length(), text.length() - 1), text.substring(0, open));
    }
}
