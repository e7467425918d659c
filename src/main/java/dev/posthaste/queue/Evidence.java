package dev.posthaste.queue;

/** From what we know how an attempt ended. */
public sealed interface Evidence {

    /** More text of a peer than this is not kept. */
    int MAX_TEXT = 1000;

    /**
     * A host said it.
     *
     * @param host its name or address, as we called it
     * @param code the SMTP reply code
     * @param text the reply's text with its enhanced code, lines joined
     */
    record Replied(String host, int code, String text) implements Evidence {
        /** Cuts the text off after {@link #MAX_TEXT} characters. */
        public Replied {
            text = bounded(text);
        }
    }

    /** We saw it ourselves: a name that does not exist, a connection that was not to be had. */
    record Observed(String text) implements Evidence {
        /** Cuts the text off after {@link #MAX_TEXT} characters. */
        public Observed {
            text = bounded(text);
        }
    }

    /** What was said or seen. */
    String text();

    private static String bounded(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
