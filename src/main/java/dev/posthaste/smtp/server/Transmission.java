package dev.posthaste.smtp.server;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.DomainName;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.DeliverRequest;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.Origin;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.SubmitRequest;
import dev.posthaste.listener.Transport;
import dev.posthaste.smtp.wire.ClientName;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/** How a message comes to intake. */
final class Transmission {

    private Transmission() {}

    /** Opens the entrance that the client may use. */
    static Transfer.Sink open(Intake intake, State.Envelope envelope) {
        Origin origin = origin(envelope.client());
        return switch (envelope.client().identity()) {
            case Client.Identity.Stranger() ->
                new Incoming<>(
                        intake.deliver(
                                new DeliverRequest(origin, envelope.mail().from(), envelope.to(), declared(envelope))),
                        Content.Delivered::new);
            case Client.Identity.User(AccountRef account) ->
                new Incoming<>(
                        intake.submit(SubmitRequest.of(
                                        origin,
                                        account.tenant(),
                                        envelope.mail().from(),
                                        envelope.to())
                                .declaring(declared(envelope))),
                        Content.Submitted::new);
        };
    }

    private record Incoming<R>(Reception<R> reception, Function<R, Content> content) implements Transfer.Sink {
        @Override
        public Uni<Void> write(byte[] octets, int offset, int length) {
            return reception.write(octets, offset, length);
        }

        @Override
        public Uni<Content> finish() {
            return reception.finish().map(content);
        }

        @Override
        public Uni<Void> abort() {
            return reception.abort();
        }
    }

    private static Acceptance.Transport declared(State.Envelope envelope) {
        return switch (envelope.mail().parameters().encoding()) {
            case UTF8 -> Acceptance.Transport.UTF8;
            case ASCII -> Acceptance.Transport.ANY;
        };
    }

    /** What is known of a client that has said hello. */
    static Origin origin(Client client) {
        Origin.Peer peer = new Origin.Peer(client.link().peer(), name(client), greeting(client.hello()));
        return switch (client.identity()) {
            case Client.Identity.Stranger() ->
                new Origin(
                        client.hello() == Client.Hello.LHLO ? Origin.Entrance.LMTP : Origin.Entrance.MX,
                        peer,
                        client.link().security(),
                        new Origin.Authenticated.Nobody(),
                        Origin.Request.NONE);
            case Client.Identity.User(AccountRef account) ->
                new Origin(
                        Origin.Entrance.SUBMISSION,
                        peer,
                        client.link().security(),
                        new Origin.Authenticated.Account(account.id(), account.address()),
                        Origin.Request.NONE);
        };
    }

    /** What is known of a client that has just connected. */
    static Origin origin(Service service, Link link) {
        Origin.Entrance entrance =
                switch (service) {
                    case MX -> Origin.Entrance.MX;
                    case LMTP -> Origin.Entrance.LMTP;
                    case SUBMISSION, SUBMISSIONS -> Origin.Entrance.SUBMISSION;
                };
        return new Origin(
                entrance,
                Origin.Peer.at(link.peer()),
                link.security(),
                new Origin.Authenticated.Nobody(),
                Origin.Request.NONE);
    }

    /** The protection of a connection as it is now. */
    static Origin.Security security(Transport transport) {
        return transport
                .tls()
                .<Origin.Security>map(tls -> new Origin.Security.Tls(tls.getProtocol(), tls.getCipherSuite()))
                .orElseGet(Origin.Security.Clear::new);
    }

    private static Origin.Greeting greeting(Client.Hello hello) {
        return switch (hello) {
            case HELO -> Origin.Greeting.HELO;
            case EHLO -> Origin.Greeting.EHLO;
            case LHLO -> Origin.Greeting.LHLO;
        };
    }

    private static String name(Client client) {
        ClientName name = client.name();
        return name.domain().map(DomainName::ascii).orElseGet(name::text);
    }
}
