package dev.posthaste.mime;

/**
 * What one look at a message yields.
 *
 * @param preview the first legible text, on one line, at most {@link MimeIndexer#MAX_PREVIEW} characters
 * @param searchText subject, people, file names and all text, in lower case and on one line, at most {@link
 *     MimeIndexer#MAX_SEARCH_TEXT} characters; no NUL
 */
public record Indexed(MimeIndex index, String preview, String searchText, Coverage coverage) {

    /** How much of the text the search text holds. */
    public enum Coverage {
        /** All of it: what is not there is not in the message's text. */
        WHOLE,
        /** The beginning: a limit was reached. */
        CUT
    }
}
