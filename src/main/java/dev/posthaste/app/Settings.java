package dev.posthaste.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The texts that somebody set, by the name of the variable, and what is wrong with them: all of it is said at once.
 */
final class Settings {

    private static final String PREFIX = "POSTHASTE_";

    /** More of a name is not repeated. */
    private static final int MAX_SHOWN = 80;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> environment;
    private final Set<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    /** A system property {@code posthaste.http.port} or {@code posthaste.http-port} wins over the variable. */
    Settings(Map<String, String> environment, Properties properties) {
        this.environment = Map.copyOf(environment);
        environment.forEach(this::put);
        for (String name : properties.stringPropertyNames()) {
            put(name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), properties.getProperty(name));
        }
    }

    /** What was set; empty if nothing was, or nothing but blanks. */
    Optional<String> text(String name) {
        known.add(name);
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
            // What is missing may be there under another name.
            problems.addAll(remarks());
            throw new StartException(String.join("\n  ", problems));
        }
    }

    /**
     * A sentence for each variable that looks like a setting and is none; whatever was asked for is known. Its value, which may
     * be a secret, is not repeated.
     */
    List<String> remarks() {
        return environment.entrySet().stream()
                .filter(variable -> isSet(variable.getKey(), variable.getValue()) && !known.contains(variable.getKey()))
                .filter(variable -> !ServiceLinks.contain(variable.getKey(), variable.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .map(this::remark)
                .toList();
    }

    private String remark(String name) {
        String shown = name.substring(0, Math.min(name.length(), MAX_SHOWN)).replaceAll("[^ -~]", "?");
        return shown + " is not a setting"
                + Misspelling.meant(name, known)
                        .map(meant -> "; did you mean " + meant + '?')
                        .orElse(" and does nothing.");
    }

    private void put(String name, String text) {
        if (isSet(name, text)) {
            texts.put(name, text.strip());
        }
    }

    private static boolean isSet(String name, String text) {
        return name.startsWith(PREFIX) && !text.isBlank();
    }
}
