package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.id.FolderId;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that a client puts straight into a folder, by IMAP APPEND or the API: not a byte is changed.
 *
 * @param flags bits of {@code mailbox.Flags}
 * @param internalDate empty: the present
 */
public record AppendRequest(
        Origin origin, AccountRef account, FolderId folder, long flags, Optional<Instant> internalDate) {}
