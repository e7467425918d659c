package dev.posthaste.imap.wire;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parses SEARCH.
 *
 * <pre>
 * search             = "SEARCH" [SP "RETURN" SP "(" [return-opt *(SP return-opt)] ")"] SP search-program
 * search-program     = ["CHARSET" SP charset SP] search-key *(SP search-key)     ; RFC 9051 section 9
 * search-key         = "ALL" / "ANSWERED" / "BCC" SP astring / … / "NOT" SP search-key /
 *                      "OR" SP search-key SP search-key / sequence-set / "(" search-key *(SP search-key) ")"
 * </pre>
 */
final class SearchGrammar {

    /** Maximum nesting of keys, which protects the stack; clients chain some hundred ORs. */
    static final int MAX_DEPTH = 256;

    /** Maximum number of keys of a search, nested ones included; the limit is ours. */
    static final int MAX_KEYS = 1000;

    /**
     * Supported charsets: RFC 9051 section 6.4.4 requires UTF-8, RFC 3501 section 6.4.4 US-ASCII; clients use the
     * others too.
     */
    static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1);

    private static final Map<String, SearchKey> BARE = Map.ofEntries(
            Map.entry("ALL", new SearchKey.All()),
            Map.entry("ANSWERED", new SearchKey.Flagged(Flag.ANSWERED)),
            Map.entry("DELETED", new SearchKey.Flagged(Flag.DELETED)),
            Map.entry("DRAFT", new SearchKey.Flagged(Flag.DRAFT)),
            Map.entry("FLAGGED", new SearchKey.Flagged(Flag.FLAGGED)),
            Map.entry("SEEN", new SearchKey.Flagged(Flag.SEEN)),
            Map.entry("UNANSWERED", new SearchKey.Unflagged(Flag.ANSWERED)),
            Map.entry("UNDELETED", new SearchKey.Unflagged(Flag.DELETED)),
            Map.entry("UNDRAFT", new SearchKey.Unflagged(Flag.DRAFT)),
            Map.entry("UNFLAGGED", new SearchKey.Unflagged(Flag.FLAGGED)),
            Map.entry("UNSEEN", new SearchKey.Unflagged(Flag.SEEN)),
            Map.entry("RECENT", new SearchKey.Recent()),
            Map.entry("OLD", new SearchKey.Not(new SearchKey.Recent())),
            Map.entry("NEW", new SearchKey.And(List.of(new SearchKey.Recent(), new SearchKey.Unflagged(Flag.SEEN)))));

    private final Cursor at;
    private Charset charset = StandardCharsets.UTF_8;
    private int keys;

    SearchGrammar(Cursor at) {
        this.at = at;
    }

    Command.Search search(Numbering numbering) throws SyntaxFault {
        Set<SearchReturn> returns = EnumSet.noneOf(SearchReturn.class);
        if (at.takeWord("RETURN")) {
            at.space();
            returns.addAll(at.listOrNone(SearchGrammar::returnOption));
            if (returns.isEmpty()) {
                returns.add(SearchReturn.ALL);
            }
            at.space();
        }
        if (at.takeWord("CHARSET")) {
            at.space();
            charset = charset(returns);
            at.space();
        }
        return new Command.Search(numbering, returns, keys());
    }

    private Charset charset(Set<SearchReturn> returns) throws SyntaxFault {
        int from = at.at();
        String name = at.astringText();
        for (Charset known : CHARSETS) {
            if (known.name().equals(name.toUpperCase(Locale.ROOT))) {
                return known;
            }
        }
        throw new UnknownCharset(from, returns);
    }

    private static SearchReturn returnOption(Cursor at) throws SyntaxFault {
        int from = at.at();
        return switch (at.word("what to return")) {
            case "MIN" -> SearchReturn.MIN;
            case "MAX" -> SearchReturn.MAX;
            case "ALL" -> SearchReturn.ALL;
            case "COUNT" -> SearchReturn.COUNT;
            case "SAVE" -> SearchReturn.SAVE;
            default -> throw new SyntaxFault(from, "MIN, MAX, ALL, COUNT or SAVE");
        };
    }

    private SearchKey keys() throws SyntaxFault {
        List<SearchKey> keys = new ArrayList<>();
        do {
            keys.add(key(0));
        } while (at.take(' '));
        return keys.size() == 1 ? keys.get(0) : new SearchKey.And(keys);
    }

    private SearchKey key(int depth) throws SyntaxFault {
        if (++keys > MAX_KEYS) {
            throw at.fault("at most " + MAX_KEYS + " keys");
        }
        if (depth == MAX_DEPTH) {
            throw at.fault("at most " + MAX_DEPTH + " keys within each other");
        }
        if (at.isAt('(')) {
            List<SearchKey> keys = at.list(inner -> key(depth + 1));
            return keys.size() == 1 ? keys.get(0) : new SearchKey.And(keys);
        }
        if (Octets.isDigit(at.peek()) || at.isAt('*') || at.isAt('$')) {
            return new SearchKey.Numbers(at.messages());
        }
        int from = at.at();
        String name = at.word("a search key");
        SearchKey bare = BARE.get(name);
        if (bare != null) {
            return bare;
        }
        at.space();
        return withArgument(name, from, depth);
    }

    private SearchKey withArgument(String name, int from, int depth) throws SyntaxFault {
        return switch (name) {
            case "NOT" -> new SearchKey.Not(key(depth + 1));
            case "OR" -> or(depth + 1);
            case "BCC", "CC", "FROM", "TO", "SUBJECT" -> new SearchKey.Header(name, string());
            case "HEADER" -> header();
            case "BODY" -> new SearchKey.Body(string());
            case "TEXT" -> new SearchKey.Text(string());
            case "KEYWORD" -> new SearchKey.Flagged(keyword());
            case "UNKEYWORD" -> new SearchKey.Unflagged(keyword());
            case "UID" -> new SearchKey.Uids(at.messages());
            case "LARGER" -> new SearchKey.Larger(at.number64());
            case "SMALLER" -> new SearchKey.Smaller(at.number64());
            default -> dated(name, from);
        };
    }

    private SearchKey dated(String name, int from) throws SyntaxFault {
        return switch (name) {
            case "BEFORE" -> new SearchKey.Internal(SearchKey.When.BEFORE, InternalDate.date(at));
            case "ON" -> new SearchKey.Internal(SearchKey.When.ON, InternalDate.date(at));
            case "SINCE" -> new SearchKey.Internal(SearchKey.When.SINCE, InternalDate.date(at));
            case "SENTBEFORE" -> new SearchKey.Sent(SearchKey.When.BEFORE, InternalDate.date(at));
            case "SENTON" -> new SearchKey.Sent(SearchKey.When.ON, InternalDate.date(at));
            case "SENTSINCE" -> new SearchKey.Sent(SearchKey.When.SINCE, InternalDate.date(at));
            default -> throw new SyntaxFault(from, "a search key");
        };
    }

    private SearchKey or(int depth) throws SyntaxFault {
        SearchKey one = key(depth);
        at.space();
        return new SearchKey.Or(one, key(depth));
    }

    private SearchKey header() throws SyntaxFault {
        String name = at.astringText();
        at.space();
        return new SearchKey.Header(name, string());
    }

    private Flag keyword() throws SyntaxFault {
        int from = at.at();
        Flag keyword = at.flag();
        if (keyword.isSystem()) {
            throw new SyntaxFault(from, "a keyword");
        }
        return keyword;
    }

    private String string() throws SyntaxFault {
        int from = at.at();
        return Cursor.text(at.astring(), charset, from);
    }
}
