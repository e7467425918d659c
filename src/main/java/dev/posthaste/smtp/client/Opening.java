package dev.posthaste.smtp.client;

import dev.posthaste.smtp.client.SmtpClient.Connecting;
import dev.posthaste.smtp.wire.Capabilities;
import dev.posthaste.smtp.wire.Command;
import dev.posthaste.smtp.wire.Reply;
import dev.posthaste.smtp.wire.Severity;
import dev.posthaste.tls.TlsLevel.Offer;
import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.util.Objects;
import javax.net.ssl.SSLSession;
import org.jboss.logging.Logger;

/**
 * The steps from nothing to a connection that can send: connect, greeting, EHLO, STARTTLS, EHLO again, AUTH. Whatever a
 * host refuses here it refuses before it knows of any message, so it is never a reason to give one up: each failure is
 * the host's and transient.
 */
final class Opening {

    private static final Logger LOG = Logger.getLogger(Opening.class);

    private final SmtpClient client;
    private final Endpoint endpoint;
    private final Terms terms;

    Opening(SmtpClient client, Endpoint endpoint, Terms terms) {
        this.client = client;
        this.endpoint = endpoint;
        this.terms = terms;
    }

    /** A host that cannot be spoken to; caught at the end of the steps. */
    private static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Failure failure;

        /** Costs no stack trace: it is what a host did, not a fault of the program. */
        ClosedException(Failure failure) {
            super(failure.toString(), null, false, false);
            this.failure = failure;
        }
    }

    /** A handshake that failed. */
    private static final class HandshakeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HandshakeException(Throwable cause) {
            super("The TLS handshake failed: " + cause.getMessage(), cause);
        }
    }

    /** A dialogue that has been greeted. */
    private record Greeted(Dialogue dialogue, Capabilities host, Security security) {}

    Future<Connecting> run() {
        return greeted()
                .compose(this::secure)
                .recover(this::withoutTls)
                .compose(this::logIn)
                .<Connecting>map(greeted -> new Connecting.Open(new SmtpConnection(
                        client.vertx(), greeted.dialogue, greeted.host, greeted.security, client.patience())))
                .recover(Opening::closed);
    }

    private static Future<Connecting> closed(Throwable failure) {
        return failure instanceof ClosedException closed
                ? Future.succeededFuture(new Connecting.Closed(closed.failure))
                : Future.failedFuture(failure);
    }

    private Future<Greeted> greeted() {
        return client.socket(endpoint, terms.tls())
                .recover(failure -> Future.failedFuture(unreachable(failure)))
                .compose(this::greeting)
                .compose(dialogue -> greet(dialogue, new Security.Plaintext()));
    }

    private Future<Dialogue> greeting(NetSocket socket) {
        Dialogue dialogue = new Dialogue(client.vertx(), socket);
        Future<Said> greeting = dialogue.expect();
        dialogue.within(client.patience().greeting());
        return greeting.map(said -> {
            require(dialogue, said);
            return dialogue;
        });
    }

    /** RFC 5321 section 3.2: HELO for a host that does not understand EHLO. */
    private Future<Greeted> greet(Dialogue dialogue, Security security) {
        return dialogue.ask(
                        new Command.Ehlo(client.ourselves()), client.patience().command())
                .compose(said -> {
                    if (said instanceof Said.Answer(Reply reply) && isNotUnderstood(reply)) {
                        return greetOldHost(dialogue, security);
                    }
                    Capabilities host = Capabilities.of(require(dialogue, said));
                    return Future.succeededFuture(new Greeted(dialogue, host, security));
                });
    }

    private Future<Greeted> greetOldHost(Dialogue dialogue, Security security) {
        return dialogue.ask(
                        new Command.Helo(client.ourselves()), client.patience().command())
                .map(said -> {
                    require(dialogue, said);
                    return new Greeted(dialogue, Capabilities.NONE, security);
                });
    }

    private static boolean isNotUnderstood(Reply reply) {
        return reply.severity() == Severity.PERMANENT;
    }

    // ---------------------------------------------------------------------------------------------------------- TLS

    private Future<Greeted> secure(Greeted greeted) {
        Offer offer = greeted.host.has("STARTTLS") ? Offer.OFFERED : Offer.MISSING;
        return switch (terms.tls().onOffer(offer)) {
            case START -> startTls(greeted);
            case GO_ON, AGAIN_IN_PLAINTEXT -> Future.succeededFuture(greeted);
            case LEAVE -> leave(greeted.dialogue, "4.7.4", "The host offers no TLS, which is required of it");
        };
    }

    private Future<Greeted> startTls(Greeted greeted) {
        return greeted.dialogue
                .ask(new Command.StartTls(), client.patience().command())
                .compose(said -> {
                    if (said instanceof Said.Answer(Reply reply) && reply.severity() != Severity.SUCCESS) {
                        return onRefusedTls(greeted, reply);
                    }
                    require(greeted.dialogue, said);
                    return handshake(greeted.dialogue);
                });
    }

    private Future<Greeted> onRefusedTls(Greeted greeted, Reply reply) {
        return switch (terms.tls().onRefusal()) {
            case GO_ON, START, AGAIN_IN_PLAINTEXT -> Future.succeededFuture(greeted);
            case LEAVE -> leave(greeted.dialogue, "4.7.4", "The host refused TLS: " + reply.text());
        };
    }

    private Future<Greeted> handshake(Dialogue dialogue) {
        return dialogue.startTls(endpoint.name())
                .recover(failure -> {
                    dialogue.close("the TLS handshake failed");
                    return Future.failedFuture(new HandshakeException(failure));
                })
                .compose(done -> greet(dialogue, security(dialogue)));
    }

    private static Security security(Dialogue dialogue) {
        SSLSession session = dialogue.socket().sslSession();
        return new Security.Tls(session.getProtocol(), session.getCipherSuite());
    }

    private Future<Greeted> withoutTls(Throwable failure) {
        if (!(failure instanceof HandshakeException)) {
            return Future.failedFuture(failure);
        }
        return switch (terms.tls().onFailedHandshake()) {
            case AGAIN_IN_PLAINTEXT -> {
                LOG.infof("%s gets mail in plaintext. %s", endpoint, said(failure));
                yield greeted();
            }
            case LEAVE, START, GO_ON -> Future.failedFuture(handshakeFailed(failure));
        };
    }

    private static ClosedException handshakeFailed(Throwable failure) {
        return new ClosedException(Failure.observed(Reach.HOST, "4.7.5", said(failure)));
    }

    // -------------------------------------------------------------------------------------------------------- login

    private Future<Greeted> logIn(Greeted greeted) {
        return switch (terms.login()) {
            case Terms.Login.Anonymous anonymous -> Future.succeededFuture(greeted);
            case Terms.Login.Password password -> logIn(greeted, password);
        };
    }

    private Future<Greeted> logIn(Greeted greeted, Terms.Login.Password password) {
        InetAddress address = endpoint.address();
        if (greeted.security instanceof Security.Plaintext && !address.isLoopbackAddress()) {
            return leave(greeted.dialogue, "4.7.4", "A password is not sent in plaintext");
        }
        return new LoginExchange(greeted.dialogue, client.patience().command(), password)
                .run(greeted.host.mechanisms())
                .compose(said -> {
                    if (said instanceof Said.Answer(Reply reply) && reply.severity() == Severity.SUCCESS) {
                        return Future.succeededFuture(greeted);
                    }
                    return leave(greeted.dialogue, "4.7.8", "The host refuses our login: " + text(said));
                });
    }

    private static String text(Said said) {
        return switch (said) {
            case Said.Answer(Reply reply) -> reply.code() + " " + reply.text();
            case Said.Broken(String text) -> text;
        };
    }

    // ------------------------------------------------------------------------------------------------------ failing

    private static Reply require(Dialogue dialogue, Said said) {
        return switch (said) {
            case Said.Broken(String text) -> throw new ClosedException(Failure.observed(Reach.HOST, "4.4.2", text));
            case Said.Answer(Reply reply) -> {
                if (reply.severity() == Severity.SUCCESS) {
                    yield reply;
                }
                dialogue.close("the host does not want to speak to us");
                throw new ClosedException(Failure.transientReply(Reach.HOST, reply));
            }
        };
    }

    private static <T> Future<T> leave(Dialogue dialogue, String status, String text) {
        dialogue.close(text);
        return Future.failedFuture(new ClosedException(Failure.observed(Reach.HOST, status, text)));
    }

    private static String said(Throwable failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    private ClosedException unreachable(Throwable failure) {
        String text = "No connection to " + endpoint + ": " + said(failure);
        return new ClosedException(Failure.observed(Reach.HOST, "4.4.1", text));
    }
}
