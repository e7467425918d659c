package dev.posthaste.pop3.server;

import dev.posthaste.listener.Channel;
import dev.posthaste.pop3.wire.Response;
import java.util.ArrayList;
import java.util.List;

/** What CAPA answers (RFC 2449 sections 5 and 6). */
final class Capabilities {

    /** In both states alike. */
    private static final List<String> ALWAYS = List.of(
            "TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "EXPIRE NEVER", "IMPLEMENTATION Posthaste");

    private static final Response.Ok FIRST = new Response.Ok("Capabilities follow");

    private Capabilities() {}

    static Effect before(Channel channel) {
        List<String> lines = new ArrayList<>(ALWAYS);
        if (channel.permitsPasswords()) {
            lines.add("USER");
            lines.add("SASL PLAIN");
        }
        if (channel.canStartTls()) {
            lines.add("STLS");
        }
        return new Effect.SayLines(FIRST, List.copyOf(lines));
    }

    static Effect afterLogin() {
        return new Effect.SayLines(FIRST, ALWAYS);
    }
}
