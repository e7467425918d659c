package dev.posthaste.app;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.imap.server.ImapDependencies;
import dev.posthaste.intake.Intake;
import dev.posthaste.login.Login;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MaildropLock;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.pop3.server.Pop3Dependencies;
import dev.posthaste.smtp.server.Limits;
import dev.posthaste.smtp.server.SmtpDependencies;
import dev.posthaste.smtp.server.SmtpServer;
import dev.posthaste.smtp.server.SmtpSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The dependencies of the SMTP, IMAP and POP3 servers. */
@Singleton
class MailServersProducer {

    private final Configuration configuration;

    MailServersProducer(Configuration configuration) {
        this.configuration = configuration;
    }

    @Produces
    @Singleton
    SmtpDependencies smtp(AccountDirectory directory, Login login, Intake intake) {
        return new SmtpDependencies(directory, login, intake);
    }

    @Produces
    @Singleton
    SmtpServer smtpServer(Vertx vertx, SmtpDependencies dependencies, MeterRegistry meters, InstantSource clock) {
        SmtpSettings settings = new SmtpSettings(
                configuration.hostname(),
                EmailAddress.of("postmaster@" + configuration.hostname()),
                configuration.listening().relays(),
                configuration.messageSizeMax(),
                switch (configuration.mode()) {
                    case LOCAL -> SmtpSettings.ClearTextLogin.ON_LOOPBACK;
                    case PRODUCTION -> SmtpSettings.ClearTextLogin.NEVER;
                },
                Limits.DEFAULT);
        return new SmtpServer(vertx, settings, dependencies, meters, clock);
    }

    @Produces
    @Singleton
    ImapDependencies imap(
            Login login,
            FolderStore folders,
            MailboxStore messages,
            MessageBytes bytes,
            ChangeFeed feed,
            Intake intake) {
        return ImapDependencies.of(login, folders, messages, bytes, feed, intake, configuration.messageSizeMax());
    }

    @Produces
    @Singleton
    Pop3Dependencies pop3(
            Login login, FolderStore folders, MailboxStore messages, MessageBytes bytes, MaildropLock maildrops) {
        return new Pop3Dependencies(login, folders, messages, bytes, maildrops);
    }
}
