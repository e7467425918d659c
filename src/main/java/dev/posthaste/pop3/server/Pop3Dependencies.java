package dev.posthaste.pop3.server;

import dev.posthaste.login.Login;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MaildropLock;
import dev.posthaste.mailbox.MessageBytes;

/** What a POP3 server calls. All ports of all processes share one lock. */
public record Pop3Dependencies(
        Login login, FolderStore folders, MailboxStore messages, MessageBytes bytes, MaildropLock lock) {

    Backend backend() {
        return new Backend(login, new InboxMaildrops(folders, messages, bytes), lock);
    }
}
