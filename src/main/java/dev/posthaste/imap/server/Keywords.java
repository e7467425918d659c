package dev.posthaste.imap.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.imap.wire.Flag;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.mailbox.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Flags as a client names them, and the bits that the store keeps of them. */
final class Keywords {

    private static final Answer TOO_MANY =
            Answer.no(ResponseCode.LIMIT, "An account has at most " + Flags.MAX_KEYWORDS + " different keywords");

    private Keywords() {}

    /** Goes on with the bits; keywords that are new to the account are registered. Ends the command if there would be too many. */
    static Step register(
            Task<? extends State.Ready> task, AccountId account, List<Flag> flags, LongFunction<Step> then) {
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
            return then.apply(system);
        }
        long known = system;
        return task.ask(new Effect.RegisterKeywords(
                account,
                keywords,
                bits -> bits.map(more -> then.apply(more | known)).orElseGet(() -> task.finish(TOO_MANY))));
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

    /** Whether each of the flags has a bit already. */
    static boolean areKnown(List<Flag> flags, List<String> keywords) {
        return flags.stream()
                .allMatch(flag ->
                        flag.isSystem() || Flags.keyword(flag.name(), keywords).isPresent());
    }
}
