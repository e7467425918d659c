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

    /** Parses what follows the name of a key. */
    private interface Argument {
        SearchKey read(SearchGrammar grammar, int depth) throws SyntaxFault;
    }

    /** Keys with an argument, by name; an extension adds its own here. */
    private static final Map<String, Argument> ARGUMENTS = Map.ofEntries(
            Map.entry("NOT", (grammar, depth) -> new SearchKey.Not(grammar.key(depth + 1))),
            Map.entry("OR", (grammar, depth) -> grammar.or(depth + 1)),
            Map.entry("BCC", (grammar, depth) -> new SearchKey.Header("BCC", grammar.string())),
            Map.entry("CC", (grammar, depth) -> new SearchKey.Header("CC", grammar.string())),
            Map.entry("FROM", (grammar, depth) -> new SearchKey.Header("FROM", grammar.string())),
            Map.entry("TO", (grammar, depth) -> new SearchKey.Header("TO", grammar.string())),
            Map.entry("SUBJECT", (grammar, depth) -> new SearchKey.Header("SUBJECT", grammar.string())),
            Map.entry("HEADER", (grammar, depth) -> grammar.header()),
            Map.entry("BODY", (grammar, depth) -> new SearchKey.Body(grammar.string())),
            Map.entry("TEXT", (grammar, depth) -> new SearchKey.Text(grammar.string())),
            Map.entry("KEYWORD", (grammar, depth) -> new SearchKey.Flagged(grammar.keyword())),
            Map.entry("UNKEYWORD", (grammar, depth) -> new SearchKey.Unflagged(grammar.keyword())),
            Map.entry("UID", (grammar, depth) -> new SearchKey.Uids(grammar.at.messages())),
            Map.entry("LARGER", (grammar, depth) -> new SearchKey.Larger(grammar.at.number64())),
            Map.entry("SMALLER", (grammar, depth) -> new SearchKey.Smaller(grammar.at.number64())),
            Map.entry("BEFORE", internal(SearchKey.When.BEFORE)),
            Map.entry("ON", internal(SearchKey.When.ON)),
            Map.entry("SINCE", internal(SearchKey.When.SINCE)),
            Map.entry("SENTBEFORE", sent(SearchKey.When.BEFORE)),
            Map.entry("SENTON", sent(SearchKey.When.ON)),
            Map.entry("SENTSINCE", sent(SearchKey.When.SINCE)));

    private static Argument internal(SearchKey.When when) {
        return (grammar, depth) -> new SearchKey.Internal(when, InternalDate.date(grammar.at));
    }

    private static Argument sent(SearchKey.When when) {
        return (grammar, depth) -> new SearchKey.Sent(when, InternalDate.date(grammar.at));
    }

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
        Argument argument = ARGUMENTS.get(name);
        if (argument == null) {
            throw new SyntaxFault(from, "a search key");
        }
        return argument.read(this, depth);
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
