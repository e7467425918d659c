package dev.posthaste.pop3.server;

import dev.posthaste.id.AccountId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** What POP3 needs of {@code mailbox}. */
interface MaildropStore {

    /** The account's INBOX as it is now. Does not change it, not even what is recent. */
    Uni<Maildrop> open(AccountId account);

    /** The message's octets, in pieces, as they are asked for; empty if it is gone. */
    Uni<Optional<Multi<byte[]>>> read(Maildrop maildrop, Maildrop.Entry entry);

    /** Removes the messages that are still there, durably. */
    Uni<Void> remove(Maildrop maildrop, long[] uids);
}
