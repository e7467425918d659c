package dev.posthaste.app;

import java.util.function.Function;

/** A text that no log, message or debugger line shows: it leaves by {@link #use} alone. */
public final class Secret {

    private final String value;

    /** Keeps {@code value}. */
    public Secret(String value) {
        this.value = value;
    }

    /** Hands the text to {@code work}, which does not keep it longer than it must. */
    public <T> T use(Function<String, T> work) {
        return work.apply(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
