package dev.posthaste.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Function;

/**
 * A password, key or token that cannot be printed. {@link #use} is the only access to its text, so one search finds
 * every use.
 */
public final class Secret {

    private final String text;

    /** Wraps {@code text}. */
    public Secret(String text) {
        this.text = text;
    }

    /** Passes the text to {@code work}, which must not let it reach a log, a trace or an error message. */
    public <T> T use(Function<String, T> work) {
        return work.apply(text);
    }

    /** Compares in constant time with respect to where the texts differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(octets(), that.octets());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] octets() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
