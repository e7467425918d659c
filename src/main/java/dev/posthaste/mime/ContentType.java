package dev.posthaste.mime;

import java.util.Optional;

/**
 * A media type (RFC 2045 section 5).
 *
 * @param type in lower case, such as {@code text}
 * @param subtype in lower case, such as {@code plain}
 */
public record ContentType(String type, String subtype, Parameters parameters) {

    /** The type of a part without a valid {@code Content-Type} (RFC 2045 section 5.2). */
    public static final ContentType TEXT_PLAIN = new ContentType("text", "plain", Parameters.of("charset", "us-ascii"));

    /** The default type of a part of {@code multipart/digest} (RFC 2046 section 5.1.5). */
    public static final ContentType MESSAGE_RFC822 = new ContentType("message", "rfc822", Parameters.NONE);

    /** Parses a field value leniently; empty if it contains no type. */
    public static Optional<ContentType> parse(String value) {
        return new StructuredField(value).contentType();
    }

    /** Whether it is {@code type/subtype}, given in lower case. */
    public boolean is(String otherType, String otherSubtype) {
        return type.equals(otherType) && subtype.equals(otherSubtype);
    }

    /** Whether the type is {@code multipart}. */
    public boolean isMultipart() {
        return type.equals("multipart");
    }

    /** Whether its content is a message: {@code message/rfc822} or {@code message/global} (RFC 6532 section 3.7). */
    public boolean isMessage() {
        return type.equals("message") && (subtype.equals("rfc822") || subtype.equals("global"));
    }

    /** Whether it is text. */
    public boolean isText() {
        return type.equals("text");
    }

    /** The charset parameter, or the empty string. */
    public String charset() {
        return parameters.get("charset").orElse("");
    }

    /** {@code type/subtype}. */
    public String essence() {
        return type + '/' + subtype;
    }
}
