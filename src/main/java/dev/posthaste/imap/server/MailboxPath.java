package dev.posthaste.imap.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.imap.wire.MailboxName;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.mailbox.FolderName;
import java.util.Optional;

/**
 * Where a mailbox name leads: to a folder's name in an account. The one place that knows the namespaces: there is the
 * personal one alone, so every name belongs to the account that is logged in.
 */
record MailboxPath(AccountId account, FolderName folder) {

    /** Empty if no folder can have the name. */
    static Optional<MailboxPath> of(AccountHolder viewer, MailboxName name) {
        return FolderName.parse(name.text()).map(folder -> new MailboxPath(viewer.account(), folder));
    }
}
