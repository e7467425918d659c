package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Condition;
import dev.posthaste.imap.wire.ResponseCode;
import io.smallrye.mutiny.Uni;

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

    /** As the outcome of a step that had nothing to wait for. */
    Uni<Answer> now() {
        return Uni.createFrom().item(this);
    }
}
