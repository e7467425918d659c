package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.ClientName;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Connects to other servers. */
public final class SmtpClient {

    /** RFC 8996: older ones are worth no more than plaintext, which is what is left then. */
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final Vertx vertx;
    private final ClientName ourselves;
    private final Patience patience;
    private final NetClient sockets;

    /** What came of an attempt to connect. */
    public sealed interface Connecting {

        /** The host has greeted us, and the terms are met. */
        record Open(SmtpConnection connection) implements Connecting {}

        /** It cannot be spoken to. */
        record Closed(Failure failure) implements Connecting {}
    }

    /**
     * A client that sends with RFC 5321's patience.
     *
     * @param ourselves what we call ourselves in EHLO
     */
    public SmtpClient(Vertx vertx, ClientName ourselves) {
        this(vertx, ourselves, Patience.STANDARD);
    }

    /** A client with another patience. */
    public SmtpClient(Vertx vertx, ClientName ourselves, Patience patience) {
        this.vertx = vertx;
        this.ourselves = ourselves;
        this.patience = patience;
        this.sockets = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) patience.connection().toMillis())
                .setSslHandshakeTimeout(patience.connection().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(TLS_VERSIONS)
                .setTcpNoDelay(true)
                // Opportunistic: nobody's name is checked, so nobody's certificate is refused.
                .setTrustAll(true)
                .setHostnameVerificationAlgorithm(""));
    }

    /** Connects, greets, and meets the terms. Every way in which a host can fail is an item. */
    public Uni<Connecting> connect(Endpoint endpoint, Terms terms) {
        Context loop = vertx.getOrCreateContext();
        return Uni.createFrom()
                .emitter(emitter -> loop.runOnContext(now -> new Opening(this, endpoint, terms)
                        .run()
                        .onSuccess(emitter::complete)
                        .onFailure(emitter::fail)));
    }

    /** Ends every connection. */
    public Uni<Void> close() {
        return Uni.createFrom().completionStage(() -> sockets.close().toCompletionStage());
    }

    io.vertx.core.Future<NetSocket> socket(Endpoint endpoint) {
        return sockets.connect(SocketAddress.inetSocketAddress(
                endpoint.port(), endpoint.address().getHostAddress()));
    }

    Vertx vertx() {
        return vertx;
    }

    ClientName ourselves() {
        return ourselves;
    }

    Patience patience() {
        return patience;
    }
}
