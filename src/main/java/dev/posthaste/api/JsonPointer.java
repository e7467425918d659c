package dev.posthaste.api;

/** Places in a request (RFC 6901). */
public final class JsonPointer {

    private JsonPointer() {}

    /** The member {@code name} of what stands at {@code parent}; the whole request is the empty text. */
    public static String child(String parent, String name) {
        return parent + '/' + name.replace("~", "~0").replace("/", "~1");
    }
}
