package dev.posthaste.mime;

import java.util.List;

/**
 * The {@code Content-*} fields of a part, in the order of an IMAP BODYSTRUCTURE (RFC 9051 section 7.5.2). Texts are as
 * written; the empty string represents a missing field.
 *
 * @param id {@code Content-ID}, normally in angle brackets
 * @param transferEncoding in lower case; {@code 7bit} without a field (RFC 2045 section 6.1)
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

    /** The default of RFC 2045 section 6.1. */
    static final String DEFAULT_ENCODING = "7bit";

    /** The fields of an empty header. */
    static final ContentFields EMPTY = of(ContentType.TEXT_PLAIN);

    /** Copies the language tags. */
    public ContentFields {
        language = List.copyOf(language);
    }

    static ContentFields of(ContentType type) {
        return new ContentFields(type, "", "", DEFAULT_ENCODING, "", ContentDisposition.NONE, List.of(), "");
    }
}
