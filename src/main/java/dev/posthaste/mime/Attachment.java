package dev.posthaste.mime;

/**
 * A file in a composed message. The name and the type are checked when the message is composed. The content is not
 * copied and must not change before that.
 */
public final class Attachment {

    private final String filename;
    private final ContentType type;
    private final byte[] content;

    private Attachment(String filename, ContentType type, byte[] content) {
        this.filename = filename;
        this.type = type;
        this.content = content;
    }

    /** A file with any content; an empty name means none. */
    public static Attachment of(String filename, ContentType type, byte[] content) {
        return new Attachment(filename, type, content);
    }

    String filename() {
        return filename;
    }

    ContentType type() {
        return type;
    }

    byte[] content() {
        return content;
    }
}
