package dev.posthaste.app;

import dev.posthaste.certificate.ServerTls;
import dev.posthaste.imap.server.ImapDependencies;
import dev.posthaste.imap.server.ImapServer;
import dev.posthaste.imap.server.ImapSettings;
import dev.posthaste.listener.Encryption;
import dev.posthaste.listener.Endpoint;
import dev.posthaste.listener.Protection;
import dev.posthaste.pop3.server.Pop3Dependencies;
import dev.posthaste.pop3.server.Pop3Server;
import dev.posthaste.pop3.server.Pop3Settings;
import dev.posthaste.smtp.server.Service;
import dev.posthaste.smtp.server.SmtpServer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The ports of SMTP, LMTP, IMAP and POP3: opened when everything behind them is ready, stopped before it goes. */
@Singleton
final class MailListeners {

    private static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();

    private final Configuration configuration;
    private final Vertx vertx;
    private final ServerTls tls;
    private final SmtpServer smtp;
    private final ImapDependencies imapDependencies;
    private final Pop3Dependencies pop3Dependencies;
    private final List<Function<Duration, Uni<Void>>> stops = new ArrayList<>();

    MailListeners(
            Configuration configuration,
            Vertx vertx,
            ServerTls tls,
            SmtpServer smtp,
            ImapDependencies imapDependencies,
            Pop3Dependencies pop3Dependencies) {
        this.configuration = configuration;
        this.vertx = vertx;
        this.tls = tls;
        this.smtp = smtp;
        this.imapDependencies = imapDependencies;
        this.pop3Dependencies = pop3Dependencies;
        stops.add(smtp::stop);
    }

    /** Opens every port of the roles that this process plays. */
    void open(Ports ports) {
        for (Listener listener : configuration.listeners()) {
            switch (listener) {
                case MX -> ports.open(listener, smtp(listener, Service.MX, new Encryption.OnRequest(tls)));
                case SUBMISSION ->
                    ports.open(listener, smtp(listener, Service.SUBMISSION, new Encryption.OnRequest(tls)));
                case SUBMISSIONS ->
                    ports.open(listener, smtp(listener, Service.SUBMISSIONS, new Encryption.Implicit(tls)));
                case IMAP -> ports.open(listener, imap(listener, protectionOnRequest()));
                case IMAPS -> ports.open(listener, imap(listener, Protection.IMPLICIT_TLS));
                case POP3 -> ports.open(listener, pop3(listener, protectionOnRequest()));
                case POP3S -> ports.open(listener, pop3(listener, Protection.IMPLICIT_TLS));
                case LMTP -> ports.open(listener, smtp(listener, Service.LMTP, new Encryption.OnRequest(tls)));
                // The framework opens HTTP; the other is still to be built.
                case HTTP, MANAGESIEVE -> {}
            }
        }
    }

    /** Takes no more connections and lets those that are there finish what they are at. */
    Uni<Void> stop(Duration patience) {
        return Uni.join()
                .all(stops.stream().map(stop -> stop.apply(patience)).toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private Protection protectionOnRequest() {
        return switch (configuration.mode()) {
            case LOCAL -> Protection.CLEAR_PERMITTED;
            case PRODUCTION -> Protection.STARTTLS_BEFORE_LOGIN;
        };
    }

    private Uni<Integer> smtp(Listener listener, Service service, Encryption encryption) {
        return smtp.listen(service, new Endpoint(bind(), port(listener), encryption, EVENT_LOOPS));
    }

    private Uni<Integer> imap(Listener listener, Protection protection) {
        ImapSettings settings = new ImapSettings(bind(), port(listener), protection, ImapSettings.Limits.DEFAULT);
        ImapServer server = new ImapServer(vertx, tls, settings, imapDependencies);
        stops.add(server::stop);
        return server.start();
    }

    private Uni<Integer> pop3(Listener listener, Protection protection) {
        Pop3Settings settings = new Pop3Settings(bind(), port(listener), protection, Pop3Settings.Limits.DEFAULT);
        Pop3Server server = new Pop3Server(vertx, tls, settings, pop3Dependencies);
        stops.add(server::stop);
        return server.start();
    }

    private String bind() {
        return configuration.listening().bind();
    }

    private int port(Listener listener) {
        return configuration.listening().port(listener);
    }
}
