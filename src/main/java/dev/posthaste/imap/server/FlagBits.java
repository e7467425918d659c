package dev.posthaste.imap.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.imap.wire.Flag;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.MailboxStore;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flags as a client names them to the bits that the store keeps. */
final class FlagBits {

    static final Answer TOO_MANY =
            Answer.no(ResponseCode.LIMIT, "An account has at most " + Flags.MAX_KEYWORDS + " different keywords");

    private final MailboxStore mailbox;

    FlagBits(MailboxStore mailbox) {
        this.mailbox = mailbox;
    }

    /** The bits; keywords that are new to the account are registered. Empty if there would be too many. */
    Uni<Optional<Long>> of(AccountId account, List<Flag> flags) {
        long system = 0;
        List<String> keywords = new ArrayList<>();
        for (Flag flag : flags) {
            Optional<Long> bit = Flags.system(flag.name());
            if (bit.isPresent()) {
                system |= bit.get();
            } else {
                keywords.add(flag.name());
            }
        }
        if (keywords.isEmpty()) {
            return Uni.createFrom().item(Optional.of(system));
        }
        long known = system;
        return mailbox.keywordBits(account, keywords).map(bits -> bits.map(more -> more | known));
    }

    /** The bits of flags that are known; a keyword that nobody has used has none. */
    static long known(List<Flag> flags, List<String> keywords) {
        long bits = 0;
        for (Flag flag : flags) {
            bits |= Flags.system(flag.name())
                    .or(() -> Flags.keyword(flag.name(), keywords))
                    .orElse(0L);
        }
        return bits;
    }
}
