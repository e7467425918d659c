package dev.posthaste.smtp.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The extensions that a server supports: the lines of its EHLO reply after the first.
 *
 * <pre>
 * ehlo-line    = ehlo-keyword *( SP ehlo-param )      ; RFC 5321 section 4.1.1.1; keywords in any case
 * </pre>
 *
 * @param keywords the upper-case keywords, each with its parameters in upper case
 */
public record Capabilities(Map<String, List<String>> keywords) {

    /** The capabilities after HELO. */
    public static final Capabilities NONE = new Capabilities(Map.of());

    /** Copies the map. */
    public Capabilities {
        keywords = Map.copyOf(keywords);
    }

    /** Parses an EHLO reply. */
    public static Capabilities of(Reply answer) {
        Map<String, List<String>> keywords = new HashMap<>();
        for (String line : answer.lines().subList(1, answer.lines().size())) {
            List<String> words = words(line.toUpperCase(Locale.ROOT));
            if (!words.isEmpty()) {
                keywords.put(words.getFirst(), List.copyOf(words.subList(1, words.size())));
            }
        }
        return new Capabilities(keywords);
    }

    /** Whether a keyword was announced. */
    public boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }

    /** Maximum size of a message in octets; empty if the server announces none or 0 (RFC 1870 section 3). */
    public OptionalLong maxOctets() {
        List<String> size = keywords.getOrDefault("SIZE", List.of());
        if (size.isEmpty() || !isLong(size.getFirst())) {
            return OptionalLong.empty();
        }
        long octets = Long.parseLong(size.getFirst());
        return octets == 0 ? OptionalLong.empty() : OptionalLong.of(octets);
    }

    /** The SASL mechanisms announced (RFC 4954 section 3). */
    public List<String> mechanisms() {
        return keywords.getOrDefault("AUTH", List.of());
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int from = 0;
        while (from < line.length()) {
            int space = line.indexOf(' ', from);
            int to = space < 0 ? line.length() : space;
            if (to > from) {
                words.add(line.substring(from, to));
            }
            from = to + 1;
        }
        return words;
    }

    private static boolean isLong(String text) {
        return text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
