package dev.posthaste.imap.server;

import dev.posthaste.listener.Channel;
import java.util.ArrayList;
import java.util.List;

/** What this server says of itself: what it honours, and nothing else (RFC 9051 section 6.1.1). */
final class Capabilities {

    // The same before and after login: clients that ask once, before, do not learn of IDLE otherwise.
    private static final List<String> ALWAYS = List.of(
            "IMAP4rev2",
            "IMAP4rev1",
            "SASL-IR",
            "LITERAL+",
            "ID",
            "ENABLE",
            "IDLE",
            "NAMESPACE",
            "CHILDREN",
            "LIST-EXTENDED",
            "LIST-STATUS",
            "SPECIAL-USE",
            "UIDPLUS",
            "MOVE",
            "UNSELECT",
            "ESEARCH",
            "SEARCHRES",
            "BINARY",
            "STATUS=SIZE");

    private Capabilities() {}

    static List<String> in(State state, Channel channel) {
        List<String> all = new ArrayList<>(ALWAYS);
        if (state instanceof State.NotAuthenticated) {
            beforeLogin(channel, all);
        }
        return all;
    }

    private static void beforeLogin(Channel channel, List<String> all) {
        switch (channel) {
            case TLS -> all.add("AUTH=PLAIN");
            case CLEAR -> all.addAll(List.of("STARTTLS", "LOGINDISABLED"));
            case CLEAR_PERMITTED -> all.addAll(List.of("STARTTLS", "AUTH=PLAIN"));
        }
    }
}
