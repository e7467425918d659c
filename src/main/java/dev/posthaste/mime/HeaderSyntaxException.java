package dev.posthaste.mime;

/** Text that cannot stand in the header of a message that we write. The message may be shown to whoever sent the text. */
public final class HeaderSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The name of the field; may be empty. */
    private final String field;

    /**
     * What is wrong with a field.
     *
     * @param field its name, as far as it is fit to be shown
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
