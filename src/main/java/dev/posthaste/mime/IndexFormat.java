package dev.posthaste.mime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The storage format of an index.
 *
 * <pre>
 * index      = version message
 * message    = envelope part
 * envelope   = date subject in-reply-to message-id 6addresses count *reference
 * addresses  = count *(%d0 mailbox / %d1 name count *mailbox)
 * mailbox    = name route local host                           ; each a string
 * part       = gap header-length body-length lines fields content
 * gap        = number                                          ; from the enclosing body's offset to the header
 * fields     = type subtype parameters id description encoding md5 disposition parameters count *language location
 * parameters = count *(name value)
 * content    = %d0 / %d1 count *part / %d2 message
 * string     = number *OCTET                                   ; see below
 * count      = number
 * number     = 7 bits an octet, least first, the high bit says that more follow
 * </pre>
 *
 * <p>An odd number in a string refers to a word of {@link #WORDS}; an even one is twice the number of UTF-8 octets that
 * follow. The first word represents an absent text.
 */
final class IndexFormat {

    /** The first octet. A new format gets a new number, and old formats stay readable. */
    static final int VERSION = 1;

    static final int MAILBOX = 0;
    static final int GROUP = 1;

    static final int OPAQUE = 0;
    static final int MULTIPART = 1;
    static final int MESSAGE = 2;

    /** Maximum nesting, which the indexer never exceeds; it bounds the reader's stack. */
    static final int MAX_DEPTH = 2 * MimeIndexer.MAX_DEPTH;

    /** Maximum length or offset, so that sums of a few cannot overflow. */
    static final long MAX_NUMBER = 1L << 50;

    /** The index in {@link #WORDS} of an absent text. */
    static final int ABSENT = 0;

    /** Append only: a stored index refers to words by their position. */
    static final List<String> WORDS = List.of(
            "(absent)",
            "text",
            "plain",
            "html",
            "multipart",
            "mixed",
            "alternative",
            "related",
            "report",
            "signed",
            "encrypted",
            "digest",
            "message",
            "rfc822",
            "global",
            "delivery-status",
            "rfc822-headers",
            "application",
            "octet-stream",
            "pdf",
            "image",
            "png",
            "jpeg",
            "gif",
            "calendar",
            "csv",
            "zip",
            "pgp-signature",
            "pkcs7-signature",
            "x-pkcs7-signature",
            "charset",
            "utf-8",
            "UTF-8",
            "us-ascii",
            "US-ASCII",
            "iso-8859-1",
            "ISO-8859-1",
            "windows-1252",
            "boundary",
            "name",
            "filename",
            "filename*",
            "format",
            "flowed",
            "delsp",
            "yes",
            "type",
            "report-type",
            "protocol",
            "micalg",
            "text/plain",
            "text/html",
            "multipart/alternative",
            "7bit",
            "8bit",
            "binary",
            "quoted-printable",
            "base64",
            "attachment",
            "inline",
            "size",
            "en",
            "en-US",
            "de",
            "fr",
            "creation-date",
            "modification-date",
            "method",
            "smime-type");

    static final Map<String, Integer> PLACES = new HashMap<>();

    static {
        for (int i = ABSENT + 1; i < WORDS.size(); i++) {
            PLACES.put(WORDS.get(i), i);
        }
    }

    private IndexFormat() {}
}
