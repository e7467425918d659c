package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads address lists as mail has them.
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
 * <p>Whatever does not fit is taken as atoms: nothing is refused, and every step moves on by a character or more. A
 * comment after an address without a phrase is its name, as in {@code alice@example.org (Alice)}.
 */
final class AddressParser {

    /** More entries than this are not read; our own limit is far above what any server accepts as recipients. */
    static final int MAX_MAILBOXES = 5_000;

    private static final String DELIMITERS = "<>,;:@\"(";

    private final String text;
    private final List<Address> entries = new ArrayList<>();
    private int at;
    private int mailboxes;

    /** Whether no comma has come since the last mailbox: bare words after {@code <alice@example.org>} are no address. */
    private boolean unseparated;

    /** Up to where {@link #addressAhead} is known, so that looking ahead costs no more than reading. */
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

    /** One mailbox or group at the top; reads up to its separator. */
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

    /** What follows the first words of a mailbox. */
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

    /** {@code [route ":"] addr-spec ">"}, then whatever stands before the next separator. */
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

    /** Words up to the next delimiter; a space between two stays, spaces around dots do not. */
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

    /** In {@code J . Doe @x} the spaces mean nothing; in {@code J. Doe <x>} they do. The answer is looked up once a list entry. */
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

    /** Skips white space and comments and tells whether there were any; the words of the last comment are kept. */
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
