package dev.posthaste.imap.wire;

import dev.posthaste.id.Uid;
import dev.posthaste.id.UidValidity;
import java.util.List;

/** The machine-readable code of a status response, without its brackets (RFC 9051 section 7.1, RFC 5530). */
public record ResponseCode(String text) {

    /** No code. */
    public static final ResponseCode NONE = new ResponseCode("");

    /** A mailbox with that name exists. */
    public static final ResponseCode ALREADYEXISTS = new ResponseCode("ALREADYEXISTS");
    /** The user or the password is wrong. */
    public static final ResponseCode AUTHENTICATIONFAILED = new ResponseCode("AUTHENTICATIONFAILED");
    /** The operation can never succeed. */
    public static final ResponseCode CANNOT = new ResponseCode("CANNOT");
    /** The previously selected mailbox is closed. */
    public static final ResponseCode CLOSED = new ResponseCode("CLOSED");
    /** Some of the messages have been expunged. */
    public static final ResponseCode EXPUNGEISSUED = new ResponseCode("EXPUNGEISSUED");
    /** A limit is exceeded. */
    public static final ResponseCode LIMIT = new ResponseCode("LIMIT");
    /** The mailbox does not exist. */
    public static final ResponseCode NONEXISTENT = new ResponseCode("NONEXISTENT");
    /** The account is over quota. */
    public static final ResponseCode OVERQUOTA = new ResponseCode("OVERQUOTA");
    /** The password would be sent without TLS. */
    public static final ResponseCode PRIVACYREQUIRED = new ResponseCode("PRIVACYREQUIRED");
    /** The mailbox is read-only. */
    public static final ResponseCode READ_ONLY = new ResponseCode("READ-ONLY");
    /** The mailbox is writable. */
    public static final ResponseCode READ_WRITE = new ResponseCode("READ-WRITE");
    /** The message exceeds the maximum size. */
    public static final ResponseCode TOOBIG = new ResponseCode("TOOBIG");
    /** The operation would succeed if the mailbox were created first. */
    public static final ResponseCode TRYCREATE = new ResponseCode("TRYCREATE");
    /** A backend is temporarily unavailable. */
    public static final ResponseCode UNAVAILABLE = new ResponseCode("UNAVAILABLE");
    /** The transfer encoding of the part is unknown. */
    public static final ResponseCode UNKNOWN_CTE = new ResponseCode("UNKNOWN-CTE");

    /** @throws IllegalArgumentException if the text contains a character that would end the code */
    public ResponseCode {
        if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ']')) {
            throw new IllegalArgumentException("not a response code");
        }
    }

    /** APPENDUID: the UID of the appended message (RFC 4315). */
    public static ResponseCode appendUid(UidValidity uidValidity, Uid uid) {
        return new ResponseCode("APPENDUID " + uidValidity + ' ' + uid);
    }

    /** BADCHARSET with the supported charsets. */
    public static ResponseCode badCharset() {
        StringBuilder names = new StringBuilder("BADCHARSET (");
        SearchGrammar.CHARSETS.forEach(charset -> names.append(charset.name()).append(' '));
        names.setCharAt(names.length() - 1, ')');
        return new ResponseCode(names.toString());
    }

    /** CAPABILITY. */
    public static ResponseCode capability(List<String> capabilities) {
        return new ResponseCode("CAPABILITY " + String.join(" ", capabilities));
    }

    /** COPYUID: source and target UIDs in the same order (RFC 4315). */
    public static ResponseCode copyUid(UidValidity uidValidity, NumberSet from, NumberSet to) {
        return new ResponseCode("COPYUID " + uidValidity + ' ' + from + ' ' + to);
    }

    /** PERMANENTFLAGS; {@code \*} means that new keywords may be created. */
    public static ResponseCode permanentFlags(List<String> flags) {
        return new ResponseCode("PERMANENTFLAGS (" + String.join(" ", flags) + ')');
    }

    /** A code with a number: UIDNEXT, UIDVALIDITY, UNSEEN. */
    public static ResponseCode number(String name, long value) {
        return new ResponseCode(name + ' ' + value);
    }
}
