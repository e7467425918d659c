package dev.posthaste.smtp.server;

/** What a client has done wrong on this connection. It outlives STARTTLS: it is what we know, not what was said. */
record Tally(int errors, int refusedRecipients, int refusedLogins) {

    static final Tally CLEAN = new Tally(0, 0, 0);

    Tally withError() {
        return new Tally(errors + 1, refusedRecipients, refusedLogins);
    }

    Tally withRefusedRecipient() {
        return new Tally(errors, refusedRecipients + 1, refusedLogins);
    }

    Tally withRefusedLogin() {
        return new Tally(errors, refusedRecipients, refusedLogins + 1);
    }

    Tally withoutErrors() {
        return errors == 0 ? this : new Tally(0, refusedRecipients, refusedLogins);
    }
}
