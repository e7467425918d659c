package dev.posthaste.smtp.wire;

/** Leaves a parser at the first thing that is wrong; caught at its entrance, and never seen outside of it. */
final class Malformed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    /** Costs no stack trace: it is what a client said, not a fault of the program. */
    Malformed(Reply reply) {
        super(reply.text(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
