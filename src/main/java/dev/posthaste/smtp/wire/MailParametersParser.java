package dev.posthaste.smtp.wire;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parses the parameters of MAIL.
 *
 * <pre>
 * Mail-parameters = esmtp-param *( SP esmtp-param )     ; RFC 5321 section 4.1.2
 * esmtp-param     = esmtp-keyword [ "=" esmtp-value ]
 *                 = "SIZE=" 1*20DIGIT                   ; RFC 1870 section 4
 *                 / "BODY=" ( "7BIT" / "8BITMIME" )     ; RFC 6152 section 2
 *                 / "SMTPUTF8"                          ; RFC 6531 section 3.4
 *                 / "AUTH=" xtext                       ; RFC 4954 section 5: a mailbox, or &lt;&gt;
 * </pre>
 */
final class MailParametersParser {

    /** RFC 1870 section 4. */
    private static final int MAX_SIZE_DIGITS = 20;

    /** Numbers with more digits may not fit into a long; they exceed the size of any message anyway. */
    private static final int SAFE_SIZE_DIGITS = 18;

    private static final Reply UNKNOWN = Reply.of(555, "5.5.4", "Unknown parameter of MAIL");
    private static final Reply TWICE = Reply.of(501, "5.5.4", "Duplicate parameter of MAIL");
    private static final Reply BAD_SIZE = Reply.of(501, "5.5.4", "SIZE must be a number of octets");
    private static final Reply BAD_BODY = Reply.of(501, "5.5.4", "BODY must be 7BIT or 8BITMIME");
    private static final Reply BAD_SMTPUTF8 = Reply.of(501, "5.5.4", "SMTPUTF8 has no value");
    private static final Reply BAD_VALUE = Reply.of(501, "5.5.4", "Invalid value of a parameter of MAIL");
    private static final Reply BAD_AUTH = Reply.of(501, "5.5.4", "AUTH must be an address in xtext, or <>");

    private enum Keyword {
        SIZE,
        BODY,
        SMTPUTF8,
        AUTH
    }

    private final Map<String, Grammar.Parameter> grammar;
    private final Map<String, String> extended = new HashMap<>();
    private final Set<Keyword> seen = EnumSet.noneOf(Keyword.class);
    private long declaredOctets;
    private BodyType body = BodyType.SEVEN_BIT;
    private Encoding encoding = Encoding.ASCII;
    private ReversePath submitter = ReversePath.empty();

    private MailParametersParser(Map<String, Grammar.Parameter> grammar) {
        this.grammar = grammar;
    }

    static MailParameters parse(String text, Map<String, Grammar.Parameter> grammar) throws Malformed {
        if (text.isEmpty()) {
            return MailParameters.NONE;
        }
        MailParametersParser parser = new MailParametersParser(grammar);
        int from = 0;
        while (from < text.length()) {
            int space = text.indexOf(' ', from);
            int to = space < 0 ? text.length() : space;
            if (to > from) {
                parser.parameter(text.substring(from, to));
            }
            from = to + 1;
        }
        return new MailParameters(
                parser.declaredOctets, parser.body, parser.encoding, parser.submitter, parser.extended);
    }

    private void parameter(String text) throws Malformed {
        int equals = text.indexOf('=');
        String word = (equals < 0 ? text : text.substring(0, equals)).toUpperCase(Locale.ROOT);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        Grammar.Parameter added = grammar.get(word);
        if (added == null) {
            parameter(keyword(word), value, equals);
        } else {
            parameter(word, value, added);
        }
    }

    private void parameter(String word, String value, Grammar.Parameter added) throws Malformed {
        if (!added.value().test(value)) {
            throw new Malformed(BAD_VALUE);
        }
        if (extended.put(word, value) != null) {
            throw new Malformed(TWICE);
        }
    }

    private void parameter(Keyword keyword, String value, int equals) throws Malformed {
        if (!seen.add(keyword)) {
            throw new Malformed(TWICE);
        }
        switch (keyword) {
            case SIZE -> declaredOctets = size(value);
            case BODY -> body = body(value);
            case SMTPUTF8 -> encoding = smtpUtf8(equals);
            case AUTH -> submitter = submitter(value);
        }
    }

    private static Keyword keyword(String text) throws Malformed {
        return switch (text) {
            case "SIZE" -> Keyword.SIZE;
            case "BODY" -> Keyword.BODY;
            case "SMTPUTF8" -> Keyword.SMTPUTF8;
            case "AUTH" -> Keyword.AUTH;
            default -> throw new Malformed(UNKNOWN);
        };
    }

    private static long size(String value) throws Malformed {
        boolean digits = value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (value.isEmpty() || value.length() > MAX_SIZE_DIGITS || !digits) {
            throw new Malformed(BAD_SIZE);
        }
        return value.length() > SAFE_SIZE_DIGITS ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static BodyType body(String value) throws Malformed {
        for (BodyType type : BodyType.values()) {
            if (type.keyword().equalsIgnoreCase(value)) {
                return type;
            }
        }
        throw new Malformed(BAD_BODY);
    }

    private static Encoding smtpUtf8(int equals) throws Malformed {
        if (equals >= 0) {
            throw new Malformed(BAD_SMTPUTF8);
        }
        return Encoding.UTF8;
    }

    private static ReversePath submitter(String value) throws Malformed {
        String mailbox = Xtext.decode(value).orElseThrow(() -> new Malformed(BAD_AUTH));
        if (mailbox.equals("<>")) {
            return ReversePath.empty();
        }
        try {
            return ReversePath.of(EmailAddress.parse(mailbox));
        } catch (AddressSyntaxException notAnAddress) {
            throw new Malformed(BAD_AUTH);
        }
    }
}
