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
 * Establishes a connection: connect, greeting, EHLO, STARTTLS, EHLO again, AUTH. A refusal at any of these steps
 * precedes any message and is never a reason to give a message up, so every failure has host scope and is transient.
 */
final class ConnectionSetup {

    private static final Logger LOG = Logger.getLogger(ConnectionSetup.class);

    private final SmtpClient client;
    private final Endpoint endpoint;
    private final ConnectionPolicy policy;

    ConnectionSetup(SmtpClient client, Endpoint endpoint, ConnectionPolicy policy) {
        this.client = client;
        this.endpoint = endpoint;
        this.policy = policy;
    }

    /** Ends the setup with a failure; caught after the last step. */
    private static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Failure failure;

        /** Without a stack trace, since it is the host's failure and not a bug. */
        ClosedException(Failure failure) {
            super(failure.toString(), null, false, false);
            this.failure = failure;
        }
    }

    /** A failed TLS handshake. */
    private static final class HandshakeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HandshakeException(Throwable cause) {
            super("The TLS handshake failed: " + cause.getMessage(), cause);
        }
    }

    /** A connection after the EHLO reply. */
    private record Greeted(Dialogue dialogue, Capabilities host, Security security) {}

    Future<Connecting> run() {
        return greeted()
                .compose(this::secure)
                .recover(this::withoutTls)
                .compose(this::logIn)
                .<Connecting>map(greeted -> new Connecting.Open(new SmtpConnection(
                        client.vertx(), greeted.dialogue, greeted.host, greeted.security, client.timeouts())))
                .recover(ConnectionSetup::closed);
    }

    private static Future<Connecting> closed(Throwable failure) {
        return failure instanceof ClosedException closed
                ? Future.succeededFuture(new Connecting.Closed(closed.failure))
                : Future.failedFuture(failure);
    }

    private Future<Greeted> greeted() {
        return client.socket(endpoint, policy.tls())
                .recover(failure -> Future.failedFuture(unreachable(failure)))
                .compose(this::greeting)
                .compose(dialogue -> greet(dialogue, new Security.Plaintext()));
    }

    private Future<Dialogue> greeting(NetSocket socket) {
        Dialogue dialogue = new Dialogue(client.vertx(), socket);
        Future<ReplyResult> greeting = dialogue.expect();
        dialogue.within(client.timeouts().greeting());
        return greeting.map(result -> {
            require(dialogue, result);
            return dialogue;
        });
    }

    /** Falls back to HELO if the host does not understand EHLO (RFC 5321 section 3.2). */
    private Future<Greeted> greet(Dialogue dialogue, Security security) {
        return dialogue.ask(
                        new Command.Ehlo(client.ourselves()), client.timeouts().command())
                .compose(result -> {
                    if (result instanceof ReplyResult.Received(Reply reply) && isNotUnderstood(reply)) {
                        return greetOldHost(dialogue, security);
                    }
                    Capabilities host = Capabilities.of(require(dialogue, result));
                    return Future.succeededFuture(new Greeted(dialogue, host, security));
                });
    }

    private Future<Greeted> greetOldHost(Dialogue dialogue, Security security) {
        return dialogue.ask(
                        new Command.Helo(client.ourselves()), client.timeouts().command())
                .map(result -> {
                    require(dialogue, result);
                    return new Greeted(dialogue, Capabilities.NONE, security);
                });
    }

    private static boolean isNotUnderstood(Reply reply) {
        return reply.severity() == Severity.PERMANENT;
    }

    // ---------------------------------------------------------------------------------------------------------- TLS

    private Future<Greeted> secure(Greeted greeted) {
        Offer offer = greeted.host.has("STARTTLS") ? Offer.OFFERED : Offer.MISSING;
        return switch (policy.tls().onOffer(offer)) {
            case START -> startTls(greeted);
            case CONTINUE, RECONNECT_IN_PLAINTEXT -> Future.succeededFuture(greeted);
            case ABANDON -> leave(greeted.dialogue, "4.7.4", "The host offers no TLS, which is required of it");
        };
    }

    private Future<Greeted> startTls(Greeted greeted) {
        return greeted.dialogue
                .ask(new Command.StartTls(), client.timeouts().command())
                .compose(result -> {
                    if (result instanceof ReplyResult.Received(Reply reply) && reply.severity() != Severity.SUCCESS) {
                        return onRefusedTls(greeted, reply);
                    }
                    require(greeted.dialogue, result);
                    return handshake(greeted.dialogue);
                });
    }

    private Future<Greeted> onRefusedTls(Greeted greeted, Reply reply) {
        return switch (policy.tls().onRefusal()) {
            case CONTINUE, START, RECONNECT_IN_PLAINTEXT -> Future.succeededFuture(greeted);
            case ABANDON -> leave(greeted.dialogue, "4.7.4", "The host refused TLS: " + reply.text());
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
        return switch (policy.tls().onFailedHandshake()) {
            case RECONNECT_IN_PLAINTEXT -> {
                LOG.infof("%s gets mail in plaintext. %s", endpoint, message(failure));
                yield greeted();
            }
            case ABANDON, START, CONTINUE -> Future.failedFuture(handshakeFailed(failure));
        };
    }

    private static ClosedException handshakeFailed(Throwable failure) {
        return new ClosedException(Failure.observed(FailureScope.HOST, "4.7.5", message(failure)));
    }

    // -------------------------------------------------------------------------------------------------------- login

    private Future<Greeted> logIn(Greeted greeted) {
        return switch (policy.login()) {
            case ConnectionPolicy.Login.Anonymous anonymous -> Future.succeededFuture(greeted);
            case ConnectionPolicy.Login.Password password -> logIn(greeted, password);
        };
    }

    private Future<Greeted> logIn(Greeted greeted, ConnectionPolicy.Login.Password password) {
        InetAddress address = endpoint.address();
        if (greeted.security instanceof Security.Plaintext && !address.isLoopbackAddress()) {
            return leave(greeted.dialogue, "4.7.4", "A password is not sent in plaintext");
        }
        return new LoginExchange(greeted.dialogue, client.timeouts().command(), password)
                .run(greeted.host.mechanisms())
                .compose(result -> {
                    if (result instanceof ReplyResult.Received(Reply reply) && reply.severity() == Severity.SUCCESS) {
                        return Future.succeededFuture(greeted);
                    }
                    return leave(greeted.dialogue, "4.7.8", "The host refuses our login: " + text(result));
                });
    }

    private static String text(ReplyResult result) {
        return switch (result) {
            case ReplyResult.Received(Reply reply) -> reply.code() + " " + reply.text();
            case ReplyResult.Broken(String text) -> text;
        };
    }

    // ------------------------------------------------------------------------------------------------------ failing

    private static Reply require(Dialogue dialogue, ReplyResult result) {
        return switch (result) {
            case ReplyResult.Broken(String text) ->
                throw new ClosedException(Failure.observed(FailureScope.HOST, "4.4.2", text));
            case ReplyResult.Received(Reply reply) -> {
                if (reply.severity() == Severity.SUCCESS) {
                    yield reply;
                }
                dialogue.close("the host refused the connection");
                throw new ClosedException(Failure.transientReply(FailureScope.HOST, reply));
            }
        };
    }

    private static <T> Future<T> leave(Dialogue dialogue, String status, String text) {
        dialogue.close(text);
        return Future.failedFuture(new ClosedException(Failure.observed(FailureScope.HOST, status, text)));
    }

    private static String message(Throwable failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    private ClosedException unreachable(Throwable failure) {
        String text = "No connection to " + endpoint + ": " + message(failure);
        return new ClosedException(Failure.observed(FailureScope.HOST, "4.4.1", text));
    }
}
