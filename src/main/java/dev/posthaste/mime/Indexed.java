package dev.posthaste.mime;

/**
 * The result of indexing a message.
 *
 * @param preview the first text for display, on one line, at most {@link MimeIndexer#MAX_PREVIEW} characters
 * @param searchText subject, people, file names and all text, in lower case and on one line, at most
 *     {@link MimeIndexer#MAX_SEARCH_TEXT} characters; contains no NUL
 */
public record Indexed(MimeIndex index, String preview, String searchText, Coverage coverage) {

    /** How much of the text the search text covers. */
    public enum Coverage {
        /** The whole text: a word that is not in it is not in the message. */
        WHOLE,
        /** Only the beginning, because a limit was reached. */
        CUT
    }
}
