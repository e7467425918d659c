package dev.posthaste.smtp.wire;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;

/**
 * Parses the arguments of MAIL and RCPT.
 *
 * <pre>
 * mail-argument = "FROM:" Reverse-path [ SP Mail-parameters ]       ; RFC 5321 section 4.1.1.2
 * rcpt-argument = "TO:" ( "&lt;Postmaster&gt;" / Forward-path )         ; section 4.1.1.3; no parameters are announced
 * Reverse-path  = Path / "&lt;&gt;"
 * Path          = "&lt;" [ A-d-l ":" ] Mailbox "&gt;"                    ; section 4.1.2
 * A-d-l         = At-domain *( "," At-domain )                      ; a source route, ignored (appendix C)
 * </pre>
 */
final class PathParser {

    private static final Reply MAIL_SYNTAX = Reply.of(501, "5.5.4", "Write MAIL FROM:<address>");
    private static final Reply RCPT_SYNTAX = Reply.of(501, "5.5.4", "Write RCPT TO:<address>");
    private static final Reply BAD_SENDER = Reply.of(501, "5.1.7", "That is not an address to send from");
    private static final Reply BAD_RECIPIENT = Reply.of(501, "5.1.3", "That is not an address to send to");
    private static final Reply UNKNOWN_PARAMETER = Reply.of(555, "5.5.4", "Parameters of RCPT are not supported");
    private static final Reply NEEDS_UTF8 =
            Reply.of(553, "5.6.7", "Only with SMTPUTF8 may an address have such characters");

    private final String argument;
    private final Reply syntax;
    private final Reply bad;
    private final Quirks quirks;
    private int position;

    private PathParser(String argument, Reply syntax, Reply bad, Quirks quirks) {
        this.argument = argument;
        this.syntax = syntax;
        this.bad = bad;
        this.quirks = quirks;
    }

    static Command.Mail mail(String argument, Grammar grammar, Quirks quirks) throws Malformed {
        PathParser parser = new PathParser(argument, MAIL_SYNTAX, BAD_SENDER, quirks);
        String path = parser.path("FROM:");
        ReversePath from = path.isEmpty() ? ReversePath.empty() : ReversePath.of(parser.mailbox(path));
        MailParameters parameters = MailParametersParser.parse(parser.rest(), grammar.mail());
        if (parameters.encoding() == Encoding.ASCII && encoding(path) == Encoding.UTF8) {
            throw new Malformed(NEEDS_UTF8);
        }
        return new Command.Mail(from, parameters);
    }

    static Command.Rcpt rcpt(String argument, Quirks quirks) throws Malformed {
        PathParser parser = new PathParser(argument, RCPT_SYNTAX, BAD_RECIPIENT, quirks);
        String path = parser.path("TO:");
        ForwardPath to = path.equalsIgnoreCase("postmaster")
                ? new ForwardPath.Postmaster()
                : ForwardPath.to(parser.mailbox(path));
        if (!parser.rest().isEmpty()) {
            throw new Malformed(UNKNOWN_PARAMETER);
        }
        return new Command.Rcpt(to, encoding(path));
    }

    private String path(String keyword) throws Malformed {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            throw new Malformed(syntax);
        }
        position = keyword.length();
        while (position < argument.length() && argument.charAt(position) == ' ') {
            quirks.add(Quirk.SPACE_AFTER_COLON);
            position++;
        }
        if (position == argument.length()) {
            throw new Malformed(syntax);
        }
        return argument.charAt(position) == '<' ? bracketed() : unbracketed();
    }

    private String bracketed() throws Malformed {
        int close = closingBracket(position + 1);
        String inside = argument.substring(position + 1, close);
        position = close + 1;
        return inside;
    }

    private String unbracketed() {
        quirks.add(Quirk.MISSING_BRACKETS);
        int space = argument.indexOf(' ', position);
        int end = space < 0 ? argument.length() : space;
        String path = argument.substring(position, end);
        position = end;
        return path;
    }

    // A bracket in a quoted string does not close the path.
    private int closingBracket(int from) throws Malformed {
        boolean quoted = false;
        for (int i = from; i < argument.length(); i++) {
            char c = argument.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        throw new Malformed(syntax);
    }

    private String rest() throws Malformed {
        if (position == argument.length()) {
            return "";
        }
        if (argument.charAt(position) != ' ') {
            throw new Malformed(syntax);
        }
        return argument.substring(position + 1);
    }

    private EmailAddress mailbox(String path) throws Malformed {
        try {
            return EmailAddress.parse(path.startsWith("@") ? withoutSourceRoute(path) : path);
        } catch (AddressSyntaxException notAnAddress) {
            throw new Malformed(bad);
        }
    }

    private String withoutSourceRoute(String path) throws Malformed {
        int colon = path.indexOf(':');
        if (colon < 0) {
            throw new Malformed(bad);
        }
        return path.substring(colon + 1);
    }

    private static Encoding encoding(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) >= 0x80) {
                return Encoding.UTF8;
            }
        }
        return Encoding.ASCII;
    }
}
