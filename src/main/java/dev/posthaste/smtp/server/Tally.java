package dev.posthaste.smtp.server;

/** What a client has done wrong on this connection. It outlives STARTTLS: it is what we know, not what was said. */
record Tally(int errors, int idleCommands, int deferredRecipients, int refusedRecipients, int refusedLogins) {

    static final Tally CLEAN = new Tally(0, 0, 0, 0, 0);

    Tally withError() {
        return new Tally(errors + 1, idleCommands, deferredRecipients, refusedRecipients, refusedLogins);
    }

    Tally withIdleCommand() {
        return new Tally(errors, idleCommands + 1, deferredRecipients, refusedRecipients, refusedLogins);
    }

    Tally withDeferredRecipient() {
        return new Tally(errors, idleCommands, deferredRecipients + 1, refusedRecipients, refusedLogins);
    }

    Tally withRefusedRecipient() {
        return new Tally(errors, idleCommands, deferredRecipients, refusedRecipients + 1, refusedLogins);
    }

    Tally withRefusedLogin() {
        return new Tally(errors, idleCommands, deferredRecipients, refusedRecipients, refusedLogins + 1);
    }

    /** A message was taken: what is forgiven then is what an honest client, too, gathers over many messages. */
    Tally afterMessage() {
        return new Tally(0, 0, 0, refusedRecipients, refusedLogins);
    }
}
