package dev.posthaste.app;

import java.util.Locale;

/** A part that one process plays; a node may play all of them. */
public enum Role {
    /** REST and gRPC. */
    API,
    /** SMTP from other servers. */
    MX,
    /** SMTP from users. */
    SUBMISSION,
    /** LMTP from a relay of one's own. */
    LMTP,
    /** IMAP. */
    IMAP,
    /** POP3. */
    POP3,
    /** ManageSieve. */
    MANAGESIEVE,
    /** Delivers the queue to other servers. */
    RELAY,
    /** The browser pages. */
    WEB;

    /** Its name in {@code POSTHASTE_ROLES}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
