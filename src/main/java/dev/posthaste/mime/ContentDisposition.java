package dev.posthaste.mime;

/**
 * How a part wishes to be shown (RFC 2183).
 *
 * @param type in lower case, such as {@code attachment}; empty if the part does not say
 */
public record ContentDisposition(String type, Parameters parameters) {

    /** A part that does not say. */
    public static final ContentDisposition NONE = new ContentDisposition("", Parameters.NONE);

    /** Reads a field's value. */
    public static ContentDisposition parse(String value) {
        return new StructuredField(value).disposition();
    }

    /** Whether the part says anything. */
    public boolean isPresent() {
        return !type.isEmpty();
    }

    /** Whether the part is one to keep rather than to show. */
    public boolean isAttachment() {
        return type.equals("attachment");
    }
}
