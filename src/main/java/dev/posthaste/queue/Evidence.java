package dev.posthaste.queue;

/** What shows how an attempt ended. */
public sealed interface Evidence {

    /** Characters of text that are kept. */
    int MAX_TEXT = 1000;

    /**
     * The reply of a host.
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

    /** Observed by this server: a name that does not exist, a connection that was refused. */
    record Observed(String text) implements Evidence {
        /** Cuts the text off after {@link #MAX_TEXT} characters. */
        public Observed {
            text = bounded(text);
        }
    }

    /** The reply or the observation. */
    String text();

    private static String bounded(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
