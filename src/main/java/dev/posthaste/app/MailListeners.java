package dev.posthaste.app;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.certificate.ServerTls;
import dev.posthaste.imap.server.ImapServer;
import dev.posthaste.imap.server.ImapSettings;
import dev.posthaste.imap.server.Rooms;
import dev.posthaste.intake.Intake;
import dev.posthaste.login.Login;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.pop3.server.LocalMaildropLock;
import dev.posthaste.pop3.server.Pop3Rooms;
import dev.posthaste.pop3.server.Pop3Server;
import dev.posthaste.pop3.server.Pop3Settings;
import dev.posthaste.smtp.server.Doors;
import dev.posthaste.smtp.server.Endpoint;
import dev.posthaste.smtp.server.Limits;
import dev.posthaste.smtp.server.Service;
import dev.posthaste.smtp.server.SmtpServer;
import dev.posthaste.smtp.server.SmtpSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The ports of SMTP, IMAP and POP3: opened when everything behind them is ready, stopped before it goes. */
@Singleton
final class MailListeners {

    private static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();

    private final Configuration configuration;
    private final Vertx vertx;
    private final ServerTls tls;
    private final Behind behind;
    private final SmtpServer smtp;
    private final List<Function<Duration, Uni<Void>>> stops = new ArrayList<>();

    MailListeners(Configuration configuration, Vertx vertx, ServerTls tls, Behind behind, MeterRegistry meters) {
        this.configuration = configuration;
        this.vertx = vertx;
        this.tls = tls;
        this.behind = behind;
        this.smtp = new SmtpServer(
                vertx,
                smtpSettings(configuration),
                new Doors(behind.directory, behind.login, behind.intake),
                meters,
                behind.clock);
        stops.add(smtp::stop);
    }

    /** What the protocols stand in front of. */
    @Singleton
    static final class Behind {
        private final AccountDirectory directory;
        private final Login login;
        private final Intake intake;
        private final InstantSource clock;
        private final Mail mail;

        Behind(AccountDirectory directory, Login login, Intake intake, InstantSource clock, Mail mail) {
            this.directory = directory;
            this.login = login;
            this.intake = intake;
            this.clock = clock;
            this.mail = mail;
        }
    }

    /** Folders and messages. */
    @Singleton
    static final class Mail {
        private final FolderStore folders;
        private final MailboxStore messages;
        private final MessageBytes bytes;
        private final ChangeFeed feed;

        Mail(FolderStore folders, MailboxStore messages, MessageBytes bytes, ChangeFeed feed) {
            this.folders = folders;
            this.messages = messages;
            this.bytes = bytes;
            this.feed = feed;
        }
    }

    /** Opens every port of the roles that this process plays. */
    void open(Ports ports) {
        LocalMaildropLock maildrops = new LocalMaildropLock();
        for (Listener listener : configuration.listeners()) {
            switch (listener) {
                case MX -> ports.open(listener, smtp(listener, Service.MX));
                case SUBMISSION -> ports.open(listener, smtp(listener, Service.SUBMISSION));
                case SUBMISSIONS -> ports.open(listener, smtp(listener, Service.SUBMISSIONS));
                case IMAP, IMAPS -> ports.open(listener, imap(listener));
                case POP3, POP3S -> ports.open(listener, pop3(listener, maildrops));
                // The framework opens HTTP; the others are still to be built.
                case HTTP, LMTP, MANAGESIEVE -> {}
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

    private static SmtpSettings smtpSettings(Configuration configuration) {
        return new SmtpSettings(
                configuration.hostname(),
                EmailAddress.of("postmaster@" + configuration.hostname()),
                configuration.messageSizeMax(),
                switch (configuration.mode()) {
                    case LOCAL -> SmtpSettings.ClearTextLogin.ON_LOOPBACK;
                    case PRODUCTION -> SmtpSettings.ClearTextLogin.NEVER;
                },
                Limits.DEFAULT);
    }

    private Uni<Integer> smtp(Listener listener, Service service) {
        NetServerOptions port = new NetServerOptions().setTcpNoDelay(true);
        NetServerOptions options = service == Service.SUBMISSIONS ? tls.implicit(port) : tls.onRequest(port);
        return smtp.listen(new Endpoint(service, bind(), port(listener), options), EVENT_LOOPS);
    }

    private Uni<Integer> imap(Listener listener) {
        ImapSettings.Protection protection = listener == Listener.IMAPS
                ? ImapSettings.Protection.IMPLICIT_TLS
                : switch (configuration.mode()) {
                    case LOCAL -> ImapSettings.Protection.CLEAR_PERMITTED;
                    case PRODUCTION -> ImapSettings.Protection.STARTTLS_BEFORE_LOGIN;
                };
        Rooms rooms = new Rooms(
                behind.login,
                behind.mail.folders,
                behind.mail.messages,
                behind.mail.bytes,
                behind.mail.feed,
                behind.intake,
                configuration.messageSizeMax());
        ImapSettings settings = new ImapSettings(bind(), port(listener), protection, ImapSettings.Limits.DEFAULT);
        ImapServer server = new ImapServer(vertx, tls, settings, rooms);
        stops.add(server::stop);
        return server.start();
    }

    private Uni<Integer> pop3(Listener listener, LocalMaildropLock maildrops) {
        Pop3Settings.Protection protection = listener == Listener.POP3S
                ? Pop3Settings.Protection.IMPLICIT_TLS
                : switch (configuration.mode()) {
                    case LOCAL -> Pop3Settings.Protection.CLEAR_PERMITTED;
                    case PRODUCTION -> Pop3Settings.Protection.STLS_BEFORE_LOGIN;
                };
        Pop3Settings settings = new Pop3Settings(bind(), port(listener), protection, Pop3Settings.Limits.DEFAULT);
        Pop3Rooms rooms =
                new Pop3Rooms(behind.login, behind.mail.folders, behind.mail.messages, behind.mail.bytes, maildrops);
        Pop3Server server = new Pop3Server(vertx, tls, settings, rooms);
        stops.add(server::stop);
        return server.start();
    }

    private String bind() {
        return configuration.listening().bind();
    }

    private int port(Listener listener) {
        Integer port = configuration.listening().ports().get(listener);
        return port == null ? 0 : port;
    }
}
