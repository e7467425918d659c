package dev.posthaste.api.message;

import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Findings;
import dev.posthaste.id.AccountId;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.MailboxStore;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flags by name, as a caller gives them, into the bits of an account. */
final class FlagNames {

    /** Flags in one list of a request. */
    private static final int MAX_NAMES = 100;

    private final MailboxStore store;

    FlagNames(MailboxStore store) {
        this.store = store;
    }

    /** Reports what is no flag. */
    static void check(String pointer, List<String> names, Findings findings) {
        if (names.size() > MAX_NAMES) {
            findings.add(pointer, ErrorCode.LIMIT_EXCEEDED, "at most " + MAX_NAMES + " flags are possible");
        }
        for (int i = 0; i < Math.min(names.size(), MAX_NAMES); i++) {
            if (Flags.system(names.get(i)).isEmpty() && !isKeyword(names.get(i))) {
                findings.add(
                        pointer + '/' + i,
                        ErrorCode.INVALID_VALUE,
                        "'" + Access.shown(names.get(i)) + "' is no flag",
                        "\\Seen, \\Answered, \\Flagged, \\Deleted, \\Draft or a keyword such as $Forwarded");
            }
        }
    }

    /** The bits of these names; keywords that the account has not used yet are registered. */
    Uni<Long> bits(AccountId account, List<String> names) {
        long system = system(names);
        List<String> keywords = keywords(names);
        if (keywords.isEmpty()) {
            return Uni.createFrom().item(system);
        }
        return store.keywordBits(account, keywords)
                .map(bits -> bits.orElseThrow(() -> ApiException.of(
                                ErrorCode.TOO_MANY, "an account has at most " + Flags.MAX_KEYWORDS + " keywords"))
                        | system);
    }

    /** The bits of those of these names that the account knows. */
    private Uni<Long> knownBits(AccountId account, List<String> names) {
        return store.keywords(account)
                .map(known -> keywords(names).stream()
                        .map(name -> Flags.keyword(name, known))
                        .flatMap(Optional::stream)
                        .reduce(system(names), (all, bit) -> all | bit));
    }

    /** A change in bits: {@code set} first, then {@code add}, then {@code remove}. */
    Uni<FlagChange> change(AccountId account, MessageCalls.FlagsDraft draft) {
        List<String> raised = new ArrayList<>(draft.add());
        draft.set().ifPresent(raised::addAll);
        long base = draft.set().isPresent() ? ~0L : 0L;
        return bits(account, raised)
                .flatMap(set -> knownBits(account, draft.remove())
                        .map(removed -> new FlagChange(base | removed, set & ~removed)));
    }

    private static long system(List<String> names) {
        return names.stream().map(Flags::system).flatMap(Optional::stream).reduce(0L, (all, bit) -> all | bit);
    }

    private static List<String> keywords(List<String> names) {
        return names.stream().filter(name -> Flags.system(name).isEmpty()).toList();
    }

    /** An IMAP atom (RFC 9051 section 9: flag-keyword), without the backslash of system flags. */
    private static boolean isKeyword(String name) {
        return !name.isEmpty()
                && name.length() <= Flags.MAX_KEYWORD_OCTETS
                && name.chars().allMatch(c -> c > ' ' && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0);
    }
}
