package dev.posthaste.app;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a test needs to know of a statement: which tables each of its queries names, and by which conditions. A reader of our
 * own SQL, which is lower case and has no comments; no parser of all that PostgreSQL takes.
 */
final class SqlStatement {

    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|\\$\\d+|[a-z_][a-z_0-9]*|\\d+|::|<>|<=|>=|\\|\\||\\S");

    private static final Set<String> ENDS_TABLES = Set.of(
            "where", "group", "order", "limit", "for", "set", "returning", "values", "on", "union", "select", "having");

    private static final Set<String> NO_ALIAS = Set.of(
            "where",
            "group",
            "order",
            "limit",
            "for",
            "set",
            "returning",
            "values",
            "on",
            "union",
            "select",
            "join",
            "left",
            "cross",
            "using",
            "from",
            "inner",
            "with",
            "default");

    private final List<Reference> references = new ArrayList<>();
    private final List<Reference> locked = new ArrayList<>();
    private final Set<String> inserted = new HashSet<>();
    private final Set<String> written = new HashSet<>();

    private SqlStatement() {}

    /** One table in one query, with the tokens of that query that are not within parentheses of another. */
    record Reference(String table, String alias, Use use, List<String> query) {

        enum Use {
            READ,
            CHANGED,
            INSERTED
        }

        boolean isRead(String other) {
            return use == Use.READ && table.equals(other);
        }

        /** Whether the key is a parameter or a literal, one or several; of an insertion the rows say it. */
        boolean names(String key) {
            return use == Use.INSERTED || has(key, true);
        }

        /** The same of exactly one. */
        boolean isOneKey(String key) {
            return has(key, false);
        }

        private boolean has(String key, boolean orSeveral) {
            for (int i = 0; i + 2 < query.size(); i++) {
                boolean qualified = i + 4 < query.size()
                        && query.get(i).equals(alias)
                        && query.get(i + 1).equals(".")
                        && query.get(i + 2).equals(key);
                boolean bare =
                        query.get(i).equals(key) && (i == 0 || !query.get(i - 1).equals("."));
                int after = qualified ? i + 3 : i + 1;
                if ((qualified || bare) && isConstant(after, orSeveral)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isConstant(int at, boolean orSeveral) {
            if (orSeveral && at < query.size() && query.get(at).equals("in")) {
                return true;
            }
            if (at + 1 >= query.size() || !query.get(at).equals("=")) {
                return false;
            }
            String value = query.get(at + 1);
            return value.startsWith("$") || value.matches("\\d+|'.*'") || (orSeveral && value.equals("any"));
        }
    }

    static SqlStatement parse(String sql) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(sql.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        SqlStatement statement = new SqlStatement();
        statement.query(tokens);
        return statement;
    }

    List<Reference> references() {
        return references;
    }

    List<Reference> locked() {
        return locked;
    }

    Set<String> inserted() {
        return inserted;
    }

    Set<String> written() {
        return written;
    }

    /** Reads what is within parentheses on its own, then what is left, divided at unions. */
    private void query(List<String> tokens) {
        List<String> flat = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            if (!tokens.get(at).equals("(")) {
                flat.add(tokens.get(at++));
                continue;
            }
            int end = closing(tokens, at);
            List<String> inner = tokens.subList(at + 1, end);
            boolean isQuery = !inner.isEmpty()
                    && Set.of("select", "with", "insert", "update", "delete").contains(inner.getFirst());
            if (isQuery) {
                query(inner);
                flat.add("()");
            } else if (flat.isEmpty() || !isCall(flat.getLast())) {
                // A condition or an expression in parentheses belongs to this query.
                nested(inner, flat);
            } else {
                nested(inner, new ArrayList<>());
                flat.add("()");
            }
            at = end + 1;
        }
        List<String> part = new ArrayList<>();
        for (String token : flat) {
            if (token.equals("union")) {
                tables(part);
                part = new ArrayList<>();
            } else {
                part.add(token);
            }
        }
        tables(part);
    }

    private static boolean isCall(String before) {
        return before.matches("[a-z_][a-z_0-9]*")
                && !Set.of(
                                "and",
                                "or",
                                "not",
                                "where",
                                "on",
                                "from",
                                "join",
                                "in",
                                "exists",
                                "select",
                                "lateral",
                                "when",
                                "then",
                                "else",
                                "as",
                                "materialized")
                        .contains(before);
    }

    private void nested(List<String> inner, List<String> flat) {
        int at = 0;
        while (at < inner.size()) {
            if (!inner.get(at).equals("(")) {
                flat.add(inner.get(at++));
                continue;
            }
            int end = closing(inner, at);
            List<String> deeper = inner.subList(at + 1, end);
            if (!deeper.isEmpty() && deeper.getFirst().equals("select")) {
                query(deeper);
            } else {
                nested(deeper, flat);
            }
            at = end + 1;
        }
    }

    private static int closing(List<String> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).equals("(")) {
                depth++;
            } else if (tokens.get(i).equals(")") && --depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("no end of a parenthesis: " + tokens);
    }

    /** The tables of one query: after from, join, into, update, using, delete from, and commas between them. */
    private void tables(List<String> query) {
        List<Reference> mine = new ArrayList<>();
        boolean inList = false;
        for (int i = 0; i < query.size(); i++) {
            String token = query.get(i);
            if (ENDS_TABLES.contains(token)) {
                inList = false;
            }
            boolean opens = Set.of("from", "join", "into", "using").contains(token)
                    || (token.equals("update")
                            && i + 1 < query.size()
                            && !query.get(i + 1).equals("set")
                            && (i == 0 || !query.get(i - 1).equals("for"))
                            && (i == 0 || !query.get(i - 1).equals("do")));
            if (opens || (inList && token.equals(","))) {
                inList = true;
                reference(query, i, mine);
            }
        }
        references.addAll(mine);
        for (int i = 0; i + 1 < query.size(); i++) {
            if (query.get(i).equals("for") && Set.of("update", "share").contains(query.get(i + 1))) {
                locked.addAll(mine);
            }
        }
    }

    private void reference(List<String> query, int at, List<Reference> mine) {
        int name = at + 1;
        if (name >= query.size()
                || !query.get(name).matches("[a-z_][a-z_0-9]*")
                || name + 1 < query.size()
                        && query.get(name + 1).equals("()")
                        && !query.get(at).equals("into")) {
            return;
        }
        String table = query.get(name);
        int next = name + 1;
        if (next < query.size() && query.get(next).equals("as")) {
            next++;
        }
        String alias = next < query.size()
                        && query.get(next).matches("[a-z_][a-z_0-9]*")
                        && !NO_ALIAS.contains(query.get(next))
                ? query.get(next)
                : table;
        Reference.Use use = use(query, at);
        if (use != Reference.Use.READ) {
            written.add(table);
        }
        if (use == Reference.Use.INSERTED) {
            inserted.add(table);
        }
        mine.add(new Reference(table, alias, use, query));
    }

    private static Reference.Use use(List<String> query, int at) {
        return switch (query.get(at)) {
            case "into" -> Reference.Use.INSERTED;
            case "update" -> Reference.Use.CHANGED;
            case "from" -> at > 0 && query.get(at - 1).equals("delete") ? Reference.Use.CHANGED : Reference.Use.READ;
            default -> Reference.Use.READ;
        };
    }
}
