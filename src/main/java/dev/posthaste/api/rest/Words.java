package dev.posthaste.api.rest;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.EmailDraft;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.queue.Email;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The few words of which a field must be one, and times. */
final class Words {

    private Words() {}

    /** As JSON writes a constant. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static EmailDraft.Placement placement(String pointer, String text) {
        return switch (text) {
            case "" -> EmailDraft.Placement.UNSAID;
            case "attachment" -> EmailDraft.Placement.ATTACHMENT;
            case "inline" -> EmailDraft.Placement.INLINE;
            default ->
                throw ApiException.at(pointer, ErrorCode.INVALID_VALUE, "is no disposition", "attachment or inline");
        };
    }

    static Email.Status status(String text) {
        return Arrays.stream(Email.Status.values())
                .filter(status -> of(status).equals(text))
                .findFirst()
                .orElseThrow(() -> ApiException.at(
                        "/status",
                        ErrorCode.INVALID_PARAMETER,
                        "is no status",
                        Arrays.stream(Email.Status.values()).map(Words::of).collect(Collectors.joining(", "))));
    }

    /** RFC 3339. */
    static Instant time(String pointer, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            throw ApiException.at(pointer, ErrorCode.INVALID_PARAMETER, "is no time", "2026-01-31T12:00:00Z");
        }
    }
}
