package dev.posthaste.mailbox;

import java.nio.charset.StandardCharsets;

/**
 * What the look at a message's bytes found that the door keeps: structure index, preview, search text.
 *
 * @param structure what {@code StoredMessage.index} will be
 * @param cut whether the search text is not all of it
 */
public record Glance(byte[] structure, String preview, String searchText, boolean cut) {

    /** Characters after which the search text of {@link #plain} is cut. */
    public static final int MAX_SEARCH_TEXT = 1000;

    private static final int MAX_PREVIEW = 40;

    /** For tests that need no structure: the bytes are taken for text, header included. */
    public static Glance plain(byte[] bytes) {
        String text = new SearchTerm(new String(bytes, StandardCharsets.UTF_8)).folded();
        String search = text.substring(0, Math.min(text.length(), MAX_SEARCH_TEXT));
        String preview = text.substring(0, Math.min(text.length(), MAX_PREVIEW));
        return new Glance(new byte[0], preview, search, search.length() < text.length());
    }
}
