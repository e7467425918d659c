package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Condition;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;

/** How a command ends: the tagged response without its tag. */
record Answer(Condition condition, ResponseCode code, String text) {

    static Answer ok(String text) {
        return new Answer(Condition.OK, ResponseCode.NONE, text);
    }

    static Answer ok(ResponseCode code, String text) {
        return new Answer(Condition.OK, code, text);
    }

    static Answer no(ResponseCode code, String text) {
        return new Answer(Condition.NO, code, text);
    }

    static Answer bad(String text) {
        return new Answer(Condition.BAD, ResponseCode.NONE, text);
    }

    /** With the command's tag. */
    Response response(String tag) {
        return new Response.Status(tag, condition, code, text);
    }
}
