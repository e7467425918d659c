package dev.posthaste.imap.server;

import dev.posthaste.intake.Intake;
import dev.posthaste.login.Login;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MessageBytes;

/**
 * The rooms that an IMAP server works with.
 *
 * @param messageSizeMax octets of a message that APPEND takes
 */
public record Rooms(
        Login login,
        FolderStore folders,
        MailboxStore mailbox,
        MessageBytes bytes,
        ChangeFeed feed,
        Intake intake,
        long messageSizeMax) {}
