package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.ClientName;
import dev.posthaste.tls.TlsLevel;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Connects to other servers. */
public final class SmtpClient {

    /** RFC 8996: older ones are worth no more than plaintext, which is what is left then. */
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final Vertx vertx;
    private final ClientName ourselves;
    private final Patience patience;
    /** For {@link TlsLevel#OPPORTUNISTIC}: nobody's name is checked, so nobody's certificate is refused. */
    private final NetClient trusting;
    /** For {@link TlsLevel#VERIFIED}. */
    private final NetClient verifying;

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
        this(vertx, ourselves, patience, verification());
    }

    /**
     * A client that trusts other authorities.
     *
     * @param verification options with what is trusted where certificates are verified
     */
    SmtpClient(Vertx vertx, ClientName ourselves, Patience patience, NetClientOptions verification) {
        this.vertx = vertx;
        this.ourselves = ourselves;
        this.patience = patience;
        this.trusting = vertx.createNetClient(
                within(patience, new NetClientOptions()).setTrustAll(true).setHostnameVerificationAlgorithm(""));
        this.verifying = vertx.createNetClient(within(patience, verification));
    }

    /** With the authorities of the Java runtime. */
    static NetClientOptions verification() {
        return new NetClientOptions().setHostnameVerificationAlgorithm("HTTPS");
    }

    private static NetClientOptions within(Patience patience, NetClientOptions options) {
        return options.setConnectTimeout((int) patience.connection().toMillis())
                .setSslHandshakeTimeout(patience.connection().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(TLS_VERSIONS)
                .setTcpNoDelay(true);
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

    io.vertx.core.Future<NetSocket> socket(Endpoint endpoint, TlsLevel level) {
        NetClient sockets =
                switch (level) {
                    case OPPORTUNISTIC -> trusting;
                    case VERIFIED -> verifying;
                };
        return sockets.connect(
                SocketAddress.inetSocketAddress(new InetSocketAddress(named(endpoint), endpoint.port())));
    }

    // A certificate is verified against the name that is connected to, and a certificate of the mere address, which
    // whoever forged an answer of the DNS may have, is none of the name.
    private static InetAddress named(Endpoint endpoint) {
        try {
            return InetAddress.getByAddress(endpoint.name(), endpoint.address().getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
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
