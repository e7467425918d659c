package dev.posthaste.mime;

/** Text that is not allowed in the header of a composed message. The message may be shown to the sender of the text. */
public final class HeaderSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The name of the field; may be empty. */
    private final String field;

    /**
     * An error in a field.
     *
     * @param field its name, made safe for display
     */
    public HeaderSyntaxException(String field, String problem) {
        super(field.isEmpty() ? problem : field + ": " + problem);
        this.field = field;
    }

    /** The name of the field. */
    public String field() {
        return field;
    }
}
