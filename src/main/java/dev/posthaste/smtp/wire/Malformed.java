package dev.posthaste.smtp.wire;

/** Aborts a parser at the first error; caught at the parser's entry point and never thrown out of it. */
final class Malformed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    /** Without a stack trace, since it is the client's error and not a bug. */
    Malformed(Reply reply) {
        super(reply.text(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
