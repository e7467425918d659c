package dev.posthaste.mailbox;

/** What a folder is for (RFC 6154 section 2). */
public enum SpecialUse {
    /** Copies of what was sent. */
    SENT("\\Sent"),
    /** Messages not finished. */
    DRAFTS("\\Drafts"),
    /** Messages to be deleted. */
    TRASH("\\Trash"),
    /** Unwanted mail. */
    JUNK("\\Junk"),
    /** Messages put aside. */
    ARCHIVE("\\Archive");

    private final String attribute;

    SpecialUse(String attribute) {
        this.attribute = attribute;
    }

    /** As IMAP writes it, backslash included. */
    public String attribute() {
        return attribute;
    }
}
