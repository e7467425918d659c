package dev.posthaste.imap.wire;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Parses LIST, LSUB and STATUS.
 *
 * <pre>
 * list         = "LIST" [SP "(" [list-select-opt *(SP list-select-opt)] ")"] SP mailbox SP mbox-or-pat
 *                [SP "RETURN" SP "(" [return-option *(SP return-option)] ")"]       ; RFC 9051 section 9
 * mbox-or-pat  = list-mailbox / "(" list-mailbox *(SP list-mailbox) ")"
 * list-mailbox = 1*(ATOM-CHAR / "%" / "*" / "]") / string
 * status       = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"
 * </pre>
 */
final class ListGrammar {

    /** Maximum number of patterns of one LIST; the limit is ours. */
    static final int MAX_PATTERNS = 32;

    private final Cursor at;
    private final Dialect dialect;
    private List<StatusItem> status = List.of();

    ListGrammar(Cursor at, Dialect dialect) {
        this.at = at;
        this.dialect = dialect;
    }

    Command.Listing list() throws SyntaxFault {
        int from = at.at();
        boolean selects = at.isAt('(');
        Set<ListSelection> selections = EnumSet.noneOf(ListSelection.class);
        if (selects) {
            selections.addAll(at.listOrNone(ListGrammar::selection));
            at.space();
        }
        // RFC 5258 section 3.1: RECURSIVEMATCH modifies another selection option.
        if (selections.contains(ListSelection.RECURSIVEMATCH)
                && !selections.contains(ListSelection.SUBSCRIBED)
                && !selections.contains(ListSelection.SPECIAL_USE)) {
            throw new SyntaxFault(from, "another selection beside RECURSIVEMATCH");
        }
        String reference = name(at.astringText());
        at.space();
        boolean one = !at.isAt('(');
        List<String> patterns = one ? List.of(pattern(at)) : at.list(this::pattern);
        Set<ListReturn> returns = EnumSet.noneOf(ListReturn.class);
        boolean asks = at.take(' ');
        if (asks) {
            returnOptions(returns);
        }
        if (one && patterns.get(0).isEmpty() && !selects && !asks) {
            return new Command.ListSeparator();
        }
        return new Command.ListMailboxes(joined(reference, patterns), selections, returns, status);
    }

    Command.Lsub lsub() throws SyntaxFault {
        String reference = name(at.astringText());
        at.space();
        return new Command.Lsub(joined(reference, pattern(at)));
    }

    static List<StatusItem> statusItems(Cursor at) throws SyntaxFault {
        return at.list(ListGrammar::statusItem);
    }

    private List<MailboxPattern> joined(String reference, List<String> patterns) throws SyntaxFault {
        if (patterns.size() > MAX_PATTERNS) {
            throw at.fault("at most " + MAX_PATTERNS + " patterns");
        }
        List<MailboxPattern> joined = new ArrayList<>();
        for (String pattern : patterns) {
            joined.add(joined(reference, pattern));
        }
        return joined;
    }

    private MailboxPattern joined(String reference, String pattern) throws SyntaxFault {
        return MailboxPattern.read(reference + pattern)
                .orElseThrow(() -> at.fault("a pattern of at most " + MailboxName.MAX_OCTETS + " octets and "
                        + MailboxPattern.MAX_WILDCARDS + " wildcards"));
    }

    private String pattern(Cursor cursor) throws SyntaxFault {
        return cursor.isAt('"') || cursor.isAt('{')
                ? name(cursor.stringText())
                : name(cursor.run(Octets::isList, "a mailbox pattern"));
    }

    private String name(String written) throws SyntaxFault {
        return switch (dialect) {
            case REV1 -> ModifiedUtf7.decode(written).orElseThrow(() -> at.fault("a mailbox name"));
            case REV2 -> written;
        };
    }

    private void returnOptions(Set<ListReturn> returns) throws SyntaxFault {
        if (!at.takeWord("RETURN")) {
            throw at.fault("RETURN");
        }
        at.space();
        returns.addAll(at.listOrNone(this::returnOption));
    }

    private static ListSelection selection(Cursor at) throws SyntaxFault {
        int from = at.at();
        return switch (at.word("what to select")) {
            case "SUBSCRIBED" -> ListSelection.SUBSCRIBED;
            case "REMOTE" -> ListSelection.REMOTE;
            case "RECURSIVEMATCH" -> ListSelection.RECURSIVEMATCH;
            case "SPECIAL-USE" -> ListSelection.SPECIAL_USE;
            default -> throw new SyntaxFault(from, "SUBSCRIBED, REMOTE, RECURSIVEMATCH or SPECIAL-USE");
        };
    }

    private ListReturn returnOption(Cursor cursor) throws SyntaxFault {
        int from = cursor.at();
        return switch (cursor.word("what to return")) {
            case "SUBSCRIBED" -> ListReturn.SUBSCRIBED;
            case "CHILDREN" -> ListReturn.CHILDREN;
            case "SPECIAL-USE" -> ListReturn.SPECIAL_USE;
            case "STATUS" -> statusOption(cursor);
            default -> throw new SyntaxFault(from, "SUBSCRIBED, CHILDREN, SPECIAL-USE or STATUS");
        };
    }

    private ListReturn statusOption(Cursor cursor) throws SyntaxFault {
        cursor.space();
        status = statusItems(cursor);
        return ListReturn.STATUS;
    }

    private static StatusItem statusItem(Cursor at) throws SyntaxFault {
        int from = at.at();
        return switch (at.word("a status item")) {
            case "MESSAGES" -> StatusItem.MESSAGES;
            case "RECENT" -> StatusItem.RECENT;
            case "UIDNEXT" -> StatusItem.UIDNEXT;
            case "UIDVALIDITY" -> StatusItem.UIDVALIDITY;
            case "UNSEEN" -> StatusItem.UNSEEN;
            case "DELETED" -> StatusItem.DELETED;
            case "SIZE" -> StatusItem.SIZE;
            default -> throw new SyntaxFault(from, "an item that STATUS can tell");
        };
    }
}
