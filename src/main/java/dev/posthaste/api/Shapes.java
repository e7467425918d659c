package dev.posthaste.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.posthaste.mime.AddressList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What records of requests and answers have in common. A component of a request is null if the request does not have the
 * field, in gRPC if the field has its default value.
 */
public final class Shapes {

    private Shapes() {}

    /** An author or a recipient; in a JSON request also one text, {@code Ana <ana@example.org>}. */
    @Schema
    public record Mailbox(
            @Nullable String address, @Nullable String name) {

        /** The two members of an object. */
        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        public Mailbox {}

        /** One text, taken apart when the request is checked. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Mailbox of(String text) {
            return new Mailbox(text, null);
        }

        private static Mailbox of(dev.posthaste.mime.Mailbox mailbox) {
            return new Mailbox(mailbox.spec(), mailbox.decodedName());
        }
    }

    /** A header field, its value decoded and on one line (RFC 5322 section 2.2). */
    @Schema
    public record Header(@Nullable String name, @Nullable String value) {}

    /** A complete message (RFC 5322), with CR LF or LF line ends. */
    @Schema
    public record RawMessage(byte @Nullable [] data) {}

    /** A text, empty if the request does not have it. */
    public static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** A number, 0 if the request does not have it. */
    public static long number(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    /** Octets that are required, though they may be none. */
    public static byte[] octets(String pointer, byte @Nullable [] octets) {
        if (octets == null) {
            throw ApiException.at(pointer, ErrorCode.MISSING_FIELD, "is required", "base64");
        }
        return octets;
    }

    /** A list, empty if the request does not have it; an entry that is null has the wrong type. */
    public static <T> List<T> list(String pointer, @Nullable List<T> list) {
        if (list == null) {
            return List.of();
        }
        for (int i = 0; i < list.size(); i++) {
            requireValue(pointer + '/' + i, list.get(i));
        }
        return list;
    }

    /** A map, empty if the request does not have it; a value that is null has the wrong type. */
    public static Map<String, String> map(String pointer, @Nullable Map<String, String> map) {
        if (map == null) {
            return Map.of();
        }
        map.forEach((key, value) -> requireValue(JsonPointer.child(pointer, key), value));
        return map;
    }

    private static void requireValue(String pointer, @Nullable Object value) {
        if (Objects.isNull(value)) {
            throw ApiException.at(pointer, ErrorCode.WRONG_TYPE, "is null", "leave it out");
        }
    }

    /** As an answer shows a constant: in JSON this word, in gRPC the constant of the same name. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The constant that a request names; empty if there is none. */
    public static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /** The words of all constants, for a hint. */
    public static String words(Class<? extends Enum<?>> type) {
        List<String> words = new ArrayList<>();
        for (Enum<?> constant : type.getEnumConstants()) {
            words.add(word(constant));
        }
        return String.join(", ", words);
    }

    /** The mailboxes of an address list. */
    public static List<Mailbox> mailboxes(AddressList list) {
        return list.mailboxes().stream().map(Mailbox::of).toList();
    }

    /** The first of a list, with an empty address if there is none. */
    public static Mailbox first(AddressList list) {
        return list.mailboxes().stream().findFirst().map(Mailbox::of).orElseGet(() -> new Mailbox("", ""));
    }
}
