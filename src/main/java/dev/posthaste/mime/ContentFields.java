package dev.posthaste.mime;

import java.util.List;

/**
 * What the {@code Content-*} fields of a part say, in the order of an IMAP BODYSTRUCTURE (RFC 9051 section 7.5.2). Texts
 * are as written; the empty string is a field that is not there.
 *
 * @param id {@code Content-ID}, normally in angle brackets
 * @param transferEncoding in lower case; {@code 7bit} where the part does not say (RFC 2045 section 6.1)
 */
public record ContentFields(
        ContentType type,
        String id,
        String description,
        String transferEncoding,
        String md5,
        ContentDisposition disposition,
        List<String> language,
        String location) {

    /** RFC 2045 section 6.1. */
    static final String DEFAULT_ENCODING = "7bit";

    /** Of an empty header. */
    static final ContentFields EMPTY = of(ContentType.TEXT_PLAIN);

    /** Language tags in their order. */
    public ContentFields {
        language = List.copyOf(language);
    }

    static ContentFields of(ContentType type) {
        return new ContentFields(type, "", "", DEFAULT_ENCODING, "", ContentDisposition.NONE, List.of(), "");
    }
}
