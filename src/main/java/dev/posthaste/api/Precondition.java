package dev.posthaste.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In which state a resource must be for a call to change it: {@code If-Match} (RFC 9110 section 13.1.1), {@code etag} in
 * gRPC (AIP-154). Messages are compared in the transaction that changes their flags. Everything else is compared just
 * before it is changed: between two calls that come within the same milliseconds the later one may win.
 */
public sealed interface Precondition {

    /** Whatever its state. */
    static Precondition none() {
        return new Always();
    }

    /** Whatever its state, if it is there. */
    record Always() implements Precondition {}

    /** One of these states. */
    record Matching(List<String> tags) implements Precondition {
        /** Keeps its own copy. */
        public Matching {
            tags = List.copyOf(tags);
        }
    }

    /** Tags of a header field that are read; nobody has seen more states than that. */
    int MAX_TAGS = 20;

    /** RFC 9110 section 8.8.3. */
    Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E]{0,100}\"");

    /**
     * What a header field says.
     *
     * <pre>
     * If-Match = "*" / #entity-tag
     * </pre>
     */
    static Precondition of(Optional<String> field) {
        String text = field.map(String::strip).orElse("*");
        return text.equals("*") ? none() : new Matching(tags(text));
    }

    /** The tags of a list; at least one. */
    static List<String> tags(String list) {
        Matcher tags = TAG.matcher(list);
        String rest = TAG.matcher(list).replaceAll("").replaceAll("[ \\t,]", "");
        List<String> found =
                tags.results().map(result -> result.group()).limit(MAX_TAGS).toList();
        if (!rest.isEmpty() || found.isEmpty()) {
            throw ApiException.of(ErrorCode.INVALID_PARAMETER, "an entity tag stands in double quotes, or is *");
        }
        return found;
    }

    /** What the {@code etag} of a request says; empty for nothing. */
    static Precondition ofField(String etag) {
        return etag.isEmpty() ? none() : of(Optional.of(etag));
    }

    /** Fails if the resource is in another state. A weak tag never matches (RFC 9110 section 8.8.3.2). */
    default void require(EntityTag now) {
        switch (this) {
            case Always() -> {}
            case Matching(List<String> tags) -> {
                if (!tags.contains(now.text())) {
                    throw changed();
                }
            }
        }
    }

    /** Somebody else was faster. */
    static ApiException changed() {
        return ApiException.of(ErrorCode.PRECONDITION_FAILED, "the resource is not in the state that the tag names");
    }
}
