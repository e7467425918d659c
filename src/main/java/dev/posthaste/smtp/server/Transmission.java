package dev.posthaste.smtp.server;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.DomainName;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.Arrival;
import dev.posthaste.intake.Trace;
import dev.posthaste.listener.Channel;
import dev.posthaste.smtp.wire.ClientName;
import dev.posthaste.smtp.wire.Encoding;

/** How a message comes to the door. */
final class Transmission {

    private Transmission() {}

    /** What the door is told before it gets the message. */
    static Arrival arrival(State.Envelope envelope) {
        Trace trace = new Trace(with(envelope), from(envelope.client()));
        return switch (envelope.client().identity()) {
            case Client.Identity.Stranger() -> fromOutside(envelope, trace);
            case Client.Identity.User(AccountRef account) ->
                new Arrival.FromAccount(account, envelope.mail().from(), envelope.to(), asked(envelope), trace);
        };
    }

    private static Acceptance.Transport asked(State.Envelope envelope) {
        return switch (envelope.mail().parameters().encoding()) {
            case UTF8 -> Acceptance.Transport.UTF8;
            case ASCII -> Acceptance.Transport.ANY;
        };
    }

    private static Arrival fromOutside(State.Envelope envelope, Trace trace) {
        return switch (envelope.client().hello()) {
            case LHLO -> new Arrival.FromRelay(envelope.mail().from(), envelope.to(), trace);
            case HELO, EHLO -> new Arrival.FromPeer(envelope.mail().from(), envelope.to(), trace);
        };
    }

    // The "with" protocol types of RFC 3848, and those of RFC 6531 section 4.3 for messages with SMTPUTF8
    private static String with(State.Envelope envelope) {
        Client client = envelope.client();
        String protocol = protocol(client.hello(), envelope.mail().parameters().encoding());
        return switch (client.hello()) {
            case EHLO, LHLO -> protocol + protection(client);
            // There is no type for what HELO knows nothing of.
            case HELO -> protocol;
        };
    }

    private static String protection(Client client) {
        String secured = client.link().channel() == Channel.TLS ? "S" : "";
        String authenticated = client.identity() instanceof Client.Identity.User ? "A" : "";
        return secured + authenticated;
    }

    private static String protocol(Client.Hello hello, Encoding encoding) {
        return switch (encoding) {
            case UTF8 -> hello == Client.Hello.LHLO ? "UTF8LMTP" : "UTF8SMTP";
            case ASCII ->
                switch (hello) {
                    case LHLO -> "LMTP";
                    case EHLO -> "ESMTP";
                    case HELO -> "SMTP";
                };
        };
    }

    // A name in U-labels would make a message that came without SMTPUTF8 need it.
    private static String asciiName(Client client) {
        return client.name().domain().map(DomainName::ascii).orElseGet(() -> onlyAscii(client.name()));
    }

    private static String onlyAscii(ClientName nonsense) {
        StringBuilder ascii = new StringBuilder();
        nonsense.text().codePoints().map(c -> c < 0x80 ? c : '?').forEach(ascii::appendCodePoint);
        return ascii.toString();
    }

    // RFC 5321 section 4.1.3: an IPv6 address has a tag.
    private static String from(Client client) {
        String peer = client.link().peer();
        return asciiName(client) + " ([" + (peer.indexOf(':') < 0 ? peer : "IPv6:" + peer) + "])";
    }
}
