package dev.posthaste.mime;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header fields that are indexed. */
enum KnownField {
    CONTENT_TYPE,
    CONTENT_TRANSFER_ENCODING,
    CONTENT_ID,
    CONTENT_DESCRIPTION,
    CONTENT_MD5,
    CONTENT_DISPOSITION,
    CONTENT_LANGUAGE,
    CONTENT_LOCATION,
    DATE,
    SUBJECT,
    FROM,
    SENDER,
    REPLY_TO,
    TO,
    CC,
    BCC,
    IN_REPLY_TO,
    MESSAGE_ID,
    REFERENCES;

    private static final KnownField[] ALL = values();

    private final String lowerCase = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The field with this name, in any case; null for another name. */
    static @Nullable KnownField named(byte[] octets, int from, int to) {
        for (KnownField field : ALL) {
            if (Octets.equalsIgnoreCase(octets, from, to, field.lowerCase)) {
                return field;
            }
        }
        return null;
    }
}
