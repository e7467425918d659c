package dev.posthaste.mime;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header fields that an index is made from. */
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

    /** The field whose name is in these octets, in any case. */
    static @Nullable KnownField named(byte[] octets, int from, int to) {
        for (KnownField field : ALL) {
            if (Octets.equalsIgnoreCase(octets, from, to, field.lowerCase)) {
                return field;
            }
        }
        return null;
    }
}
