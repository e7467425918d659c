package dev.posthaste.mime;

/**
 * The value of {@code Content-Disposition} (RFC 2183).
 *
 * @param type in lower case, such as {@code attachment}; empty without a field
 */
public record ContentDisposition(String type, Parameters parameters) {

    /** The value for a part without the field. */
    public static final ContentDisposition NONE = new ContentDisposition("", Parameters.NONE);

    /** Parses a field value leniently. */
    public static ContentDisposition parse(String value) {
        return new StructuredField(value).disposition();
    }

    /** Whether the part has the field. */
    public boolean isPresent() {
        return !type.isEmpty();
    }

    /** Whether the part is an attachment and not for inline display. */
    public boolean isAttachment() {
        return type.equals("attachment");
    }
}
