package dev.posthaste.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * The texts that somebody set, by the name of the variable, and what is wrong with them: all of it is said at once.
 */
final class Settings {

    private final Map<String, String> texts = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** A system property {@code posthaste.http.port} or {@code posthaste.http-port} wins over the variable. */
    Settings(Map<String, String> environment, Properties properties) {
        environment.forEach(this::put);
        for (String name : properties.stringPropertyNames()) {
            put(name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), properties.getProperty(name));
        }
    }

    /** What was set; empty if nothing was, or nothing but blanks. */
    Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** What was set, or {@code fallback}, as {@code parse} understands it: it refuses with IllegalArgumentException. */
    <T> T read(String name, T fallback, Function<String, T> parse) {
        return read(name, parse).orElse(fallback);
    }

    /** What was set, as {@code parse} understands it; empty if nothing was or it makes no sense. */
    <T> Optional<T> read(String name, Function<String, T> parse) {
        try {
            return text(name).map(parse);
        } catch (IllegalArgumentException cause) {
            problem(name + ": " + cause.getMessage() + '.');
            return Optional.empty();
        }
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    void requireNoProblem() throws StartException {
        if (!problems.isEmpty()) {
            throw new StartException(String.join("\n  ", problems));
        }
    }

    private void put(String name, String text) {
        if (name.startsWith("POSTHASTE_") && !text.isBlank()) {
            texts.put(name, text.strip());
        }
    }
}
