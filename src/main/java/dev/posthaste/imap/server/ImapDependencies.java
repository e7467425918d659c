package dev.posthaste.imap.server;

import dev.posthaste.intake.Intake;
import dev.posthaste.login.Login;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MessageBytes;

/**
 * What an IMAP server works with.
 *
 * @param session decides what each input does; one for all connections
 */
public record ImapDependencies(
        Login login,
        FolderStore folders,
        MailboxStore mailbox,
        MessageBytes bytes,
        ChangeFeed feed,
        Intake intake,
        Session session) {

    /**
     * With every extension that this server has.
     *
     * @param messageSizeMax octets of a message that APPEND takes
     */
    public static ImapDependencies of(
            Login login,
            FolderStore folders,
            MailboxStore mailbox,
            MessageBytes bytes,
            ChangeFeed feed,
            Intake intake,
            long messageSizeMax) {
        Session session = new Session(Extensions.standard(messageSizeMax));
        return new ImapDependencies(login, folders, mailbox, bytes, feed, intake, session);
    }
}
