package dev.posthaste.imap.wire;

import dev.posthaste.id.Uid;
import dev.posthaste.id.UidValidity;
import java.util.List;

/** What a program reads in a status response: the words between the brackets (RFC 9051 section 7.1, RFC 5530). */
public record ResponseCode(String text) {

    /** Nothing for a program to read. */
    public static final ResponseCode NONE = new ResponseCode("");

    /** There is a mailbox of that name. */
    public static final ResponseCode ALREADYEXISTS = new ResponseCode("ALREADYEXISTS");
    /** User or password are wrong. */
    public static final ResponseCode AUTHENTICATIONFAILED = new ResponseCode("AUTHENTICATIONFAILED");
    /** It will never work. */
    public static final ResponseCode CANNOT = new ResponseCode("CANNOT");
    /** The mailbox selected before is no longer selected. */
    public static final ResponseCode CLOSED = new ResponseCode("CLOSED");
    /** Some messages are gone. */
    public static final ResponseCode EXPUNGEISSUED = new ResponseCode("EXPUNGEISSUED");
    /** Too many of something. */
    public static final ResponseCode LIMIT = new ResponseCode("LIMIT");
    /** There is no such mailbox. */
    public static final ResponseCode NONEXISTENT = new ResponseCode("NONEXISTENT");
    /** The account is full. */
    public static final ResponseCode OVERQUOTA = new ResponseCode("OVERQUOTA");
    /** A password in clear text is not taken here. */
    public static final ResponseCode PRIVACYREQUIRED = new ResponseCode("PRIVACYREQUIRED");
    /** Nothing can be changed here. */
    public static final ResponseCode READ_ONLY = new ResponseCode("READ-ONLY");
    /** Messages and flags can be changed here. */
    public static final ResponseCode READ_WRITE = new ResponseCode("READ-WRITE");
    /** It is larger than the server takes. */
    public static final ResponseCode TOOBIG = new ResponseCode("TOOBIG");
    /** It would work if the mailbox were made first. */
    public static final ResponseCode TRYCREATE = new ResponseCode("TRYCREATE");
    /** Something behind the server does not answer. */
    public static final ResponseCode UNAVAILABLE = new ResponseCode("UNAVAILABLE");
    /** The part's transfer encoding is not known. */
    public static final ResponseCode UNKNOWN_CTE = new ResponseCode("UNKNOWN-CTE");

    /** Text without what would end it. */
    public ResponseCode {
        if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ']')) {
            throw new IllegalArgumentException("no response code");
        }
    }

    /** The UIDs that APPEND gave (RFC 4315). */
    public static ResponseCode appendUid(UidValidity uidValidity, Uid uid) {
        return new ResponseCode("APPENDUID " + uidValidity + ' ' + uid);
    }

    /** Charsets that SEARCH knows. */
    public static ResponseCode badCharset() {
        StringBuilder names = new StringBuilder("BADCHARSET (");
        SearchGrammar.CHARSETS.forEach(charset -> names.append(charset.name()).append(' '));
        names.setCharAt(names.length() - 1, ')');
        return new ResponseCode(names.toString());
    }

    /** What the server can do now. */
    public static ResponseCode capability(List<String> capabilities) {
        return new ResponseCode("CAPABILITY " + String.join(" ", capabilities));
    }

    /** Source and target UIDs, pairwise in the same order (RFC 4315). */
    public static ResponseCode copyUid(UidValidity uidValidity, NumberSet from, NumberSet to) {
        return new ResponseCode("COPYUID " + uidValidity + ' ' + from + ' ' + to);
    }

    /** Flags that can be changed for good; {@code \*} says that there may be new keywords. */
    public static ResponseCode permanentFlags(List<String> flags) {
        return new ResponseCode("PERMANENTFLAGS (" + String.join(" ", flags) + ')');
    }

    /** A number of the mailbox: UIDNEXT, UIDVALIDITY, UNSEEN. */
    public static ResponseCode number(String name, long value) {
        return new ResponseCode(name + ' ' + value);
    }
}
