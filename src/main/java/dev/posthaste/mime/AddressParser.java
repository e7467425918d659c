package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses address lists as they occur in mail.
 *
 * <pre>
 * address-list = [address] *("," [address])                 ; RFC 5322 sections 3.4, 4.4
 * address      = mailbox / group
 * mailbox      = [phrase] "&lt;" [route ":"] addr-spec "&gt;" / addr-spec
 * route        = *(CFWS / ",") "@" domain *("," [CFWS] ["@" domain])
 * group        = phrase ":" [mailbox *("," mailbox)] ";"
 * addr-spec    = word *("." word) "@" (dot-atom / "[" *dtext "]")
 * phrase       = 1*(word / "." / "@")                        ; obs-phrase, and names that look like addresses
 * word         = atom / DQUOTE *(qtext / "\" CHAR) DQUOTE
 * CFWS         = *(WSP / "(" *(ctext / "\" CHAR / comment) ")")
 * </pre>
 *
 * <p>Text that does not match is treated as atoms: nothing is refused, and every step consumes at least one character. A
 * comment after an address without a phrase is its name, as in {@code alice@example.org (Alice)}.
 */
final class AddressParser {

    /**
     * Maximum number of entries read; the limit is ours, far above the number of recipients that any server accepts.
     */
    static final int MAX_MAILBOXES = 5_000;

    private static final String DELIMITERS = "<>,;:@\"(";

    private final String text;
    private final List<Address> entries = new ArrayList<>();
    private int at;
    private int mailboxes;

    /**
     * Whether no comma has followed the last mailbox: bare words after {@code <alice@example.org>} are not an address.
     */
    private boolean unseparated;

    /** Position up to which {@link #addressAhead} is valid, so that lookahead costs no more than parsing. */
    private int lookedUpTo;

    private boolean addressAhead;
    private String comment = "";

    AddressParser(String text) {
        this.text = text;
    }

    AddressList parse() {
        while (at < text.length() && mailboxes < MAX_MAILBOXES) {
            if (isSeparator(peek())) {
                unseparated &= Octets.isWsp(peek());
                at++;
            } else {
                entry(entries);
            }
        }
        return new AddressList(entries);
    }

    private static boolean isSeparator(char c) {
        return c == ',' || c == ';' || Octets.isWsp(c);
    }

    /** Parses one top-level mailbox or group, up to its separator. */
    private void entry(List<Address> into) {
        comment = "";
        String phrase = words();
        if (at < text.length() && peek() == ':') {
            at++;
            unseparated = false;
            into.add(new Address.Group(phrase, members()));
            mailboxes++;
        } else {
            mailbox(phrase, into);
        }
    }

    private List<Mailbox> members() {
        List<Address> members = new ArrayList<>();
        while (at < text.length() && peek() != ';' && mailboxes < MAX_MAILBOXES) {
            if (peek() == ',' || peek() == ':' || Octets.isWsp(peek())) {
                unseparated &= Octets.isWsp(peek());
                at++;
            } else {
                comment = "";
                mailbox(words(), members);
            }
        }
        at = Math.min(at + 1, text.length());
        unseparated = false;
        List<Mailbox> read = new ArrayList<>();
        members.forEach(member -> read.add((Mailbox) member));
        return read;
    }

    /** Parses a mailbox after its first words. */
    private void mailbox(String words, List<Address> into) {
        String phrase = words;
        while (at < text.length() && peek() == '@') {
            at++;
            String host = domain();
            if (at >= text.length() || peek() != '<') {
                add(into, comment, "", phrase, host);
                return;
            }
            phrase = phrase + '@' + host;
        }
        if (at < text.length() && peek() == '<') {
            at++;
            angle(phrase.isEmpty() ? comment : phrase, into);
        } else if (at < text.length() && peek() == '>') {
            at++;
        } else if (!phrase.isEmpty() && !unseparated) {
            add(into, comment, "", phrase, "");
        }
    }

    /** Parses {@code [route ":"] addr-spec ">"} and skips to the next separator. */
    private void angle(String name, List<Address> into) {
        String route = at < text.length() && (peek() == '@' || peek() == ',') ? route() : "";
        StringBuilder local = new StringBuilder(words());
        String host = "";
        while (at < text.length() && peek() != '>' && peek() != ',' && peek() != ';') {
            char c = peek();
            at++;
            if (c == '@') {
                local.append(host.isEmpty() ? "" : "@").append(host);
                host = domain();
            } else {
                String more = words();
                local.append(host.isEmpty() ? more : "");
            }
        }
        if (at < text.length() && peek() == '>') {
            at++;
        }
        add(into, name, route, local.toString(), host);
        cfws();
    }

    private String route() {
        int start = at;
        while (at < text.length() && (peek() == '@' || peek() == ',' || Octets.isWsp(peek()))) {
            boolean hop = peek() == '@';
            at++;
            if (hop) {
                domain();
            }
        }
        if (at < text.length() && peek() == ':') {
            return text.substring(start, at++);
        }
        at = start + 1;
        return "";
    }

    private void add(List<Address> into, String name, String route, String local, String host) {
        mailboxes++;
        unseparated = true;
        if (!(local.isEmpty() && host.isEmpty() && name.isEmpty())) {
            into.add(new Mailbox(name, route, local, host));
        }
        comment = "";
    }

    /** Words up to the next delimiter. Keeps one space between two words and drops spaces around dots. */
    private String words() {
        StringBuilder words = new StringBuilder();
        boolean spaced = cfws();
        while (at < text.length()) {
            char c = peek();
            if (c != '"' && DELIMITERS.indexOf(c) >= 0) {
                break;
            }
            boolean dot = c == '.' || endsWithDot(words);
            if (spaced && !words.isEmpty() && !(dot && beforeAt())) {
                words.append(' ');
            }
            if (c == '"') {
                quoted(words);
            } else {
                atom(words);
            }
            spaced = cfws();
        }
        return words.toString();
    }

    private static boolean endsWithDot(StringBuilder words) {
        return !words.isEmpty() && words.charAt(words.length() - 1) == '.';
    }

    /**
     * Whether an {@code @} follows: spaces have no meaning in {@code J . Doe @x}, but they do in {@code J. Doe <x>}.
     * Looked up once per list entry.
     */
    private boolean beforeAt() {
        if (lookedUpTo <= at) {
            int next = at;
            while (next < text.length() && DELIMITERS.indexOf(text.charAt(next)) < 0) {
                next++;
            }
            lookedUpTo = next + 1;
            addressAhead = next < text.length() && text.charAt(next) == '@';
        }
        return addressAhead;
    }

    private void atom(StringBuilder words) {
        int start = at;
        at++;
        while (at < text.length() && DELIMITERS.indexOf(peek()) < 0 && !Octets.isWsp(peek()) && peek() != '.') {
            at++;
        }
        words.append(text, start, at);
    }

    private void quoted(StringBuilder words) {
        at++;
        while (at < text.length() && peek() != '"') {
            if (peek() == '\\' && at + 1 < text.length()) {
                at++;
            }
            words.append(peek());
            at++;
        }
        at = Math.min(at + 1, text.length());
    }

    private String domain() {
        cfws();
        if (at < text.length() && peek() == '[') {
            return literal();
        }
        StringBuilder host = new StringBuilder();
        boolean spaced = false;
        while (at < text.length() && DELIMITERS.indexOf(peek()) < 0) {
            boolean dot = peek() == '.' || endsWithDot(host);
            if (spaced && !dot) {
                break;
            }
            atom(host);
            spaced = cfws();
        }
        return host.toString();
    }

    private String literal() {
        int close = text.indexOf(']', at);
        int end = close < 0 ? text.length() : close + 1;
        String literal = text.substring(at, end);
        at = end;
        cfws();
        return literal;
    }

    /** Skips white space and comments; returns whether there were any, and keeps the words of the last comment. */
    private boolean cfws() {
        int start = at;
        while (at < text.length()) {
            if (peek() == '(') {
                comment();
            } else if (Octets.isWsp(peek())) {
                at++;
            } else {
                break;
            }
        }
        return at > start;
    }

    private void comment() {
        StringBuilder inside = new StringBuilder();
        int depth = 1;
        at++;
        while (at < text.length() && depth > 0) {
            char c = peek();
            at++;
            if (c == '\\' && at < text.length()) {
                inside.append(peek());
                at++;
            } else if (c == '\\') {
                break;
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth > 0) {
                    inside.append(c);
                }
            }
        }
        comment = inside.toString().strip();
    }

    private char peek() {
        return text.charAt(at);
    }
}
