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

/** Connects to other SMTP servers. */
public final class SmtpClient {

    /** RFC 8996 deprecates older versions; the fallback is plaintext. */
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final Vertx vertx;
    private final ClientName ourselves;
    private final Timeouts timeouts;
    /** For {@link TlsLevel#OPPORTUNISTIC}: verifies no certificates. */
    private final NetClient trusting;
    /** For {@link TlsLevel#VERIFIED}. */
    private final NetClient verifying;

    /** The result of a connection attempt. */
    public sealed interface Connecting {

        /** The host has replied to EHLO and meets the policy. */
        record Open(SmtpConnection connection) implements Connecting {}

        /** The connection could not be established. */
        record Closed(Failure failure) implements Connecting {}
    }

    /**
     * A client with the timeouts of RFC 5321.
     *
     * @param ourselves the name for EHLO
     */
    public SmtpClient(Vertx vertx, ClientName ourselves) {
        this(vertx, ourselves, Timeouts.STANDARD);
    }

    /** A client with other timeouts. */
    public SmtpClient(Vertx vertx, ClientName ourselves, Timeouts timeouts) {
        this(vertx, ourselves, timeouts, verification());
    }

    /**
     * A client that trusts other certificate authorities.
     *
     * @param verification options with the trust settings for verified connections
     */
    SmtpClient(Vertx vertx, ClientName ourselves, Timeouts timeouts, NetClientOptions verification) {
        this.vertx = vertx;
        this.ourselves = ourselves;
        this.timeouts = timeouts;
        this.trusting = vertx.createNetClient(
                within(timeouts, new NetClientOptions()).setTrustAll(true).setHostnameVerificationAlgorithm(""));
        this.verifying = vertx.createNetClient(within(timeouts, verification));
    }

    /** Trusts the certificate authorities of the Java runtime. */
    static NetClientOptions verification() {
        return new NetClientOptions().setHostnameVerificationAlgorithm("HTTPS");
    }

    private static NetClientOptions within(Timeouts timeouts, NetClientOptions options) {
        return options.setConnectTimeout((int) timeouts.connection().toMillis())
                .setSslHandshakeTimeout(timeouts.connection().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(TLS_VERSIONS)
                .setTcpNoDelay(true);
    }

    /** Connects, sends EHLO, and applies the policy. Every failure of a host is an item. */
    public Uni<Connecting> connect(Endpoint endpoint, ConnectionPolicy policy) {
        Context loop = vertx.getOrCreateContext();
        return Uni.createFrom()
                .emitter(emitter -> loop.runOnContext(now -> new ConnectionSetup(this, endpoint, policy)
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

    // The certificate must match the host name. Without it a certificate for the IP address would be accepted, which an
    // attacker who forged the DNS answer may have.
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

    Timeouts timeouts() {
        return timeouts;
    }
}
