package dev.posthaste.api;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The page of all error codes, in Markdown: {@code src/docs/errors.md} is equal to it. */
public final class ErrorCatalogue {

    private ErrorCatalogue() {}

    /** The page. */
    public static String markdown() {
        return """
                # Errors

                Every failure of a call has a code. Over HTTP it is the `code` of a problem (RFC 9457), over gRPC the
                `reason` of an ErrorInfo; both come from one list, `dev.posthaste.api.ErrorCode`, and so does this page.
                A code that was published keeps its meaning. Programs look at the code, people at `detail`.

                """
                + Arrays.stream(ErrorCode.values()).map(ErrorCatalogue::section).collect(Collectors.joining("\n"));
    }

    private static String section(ErrorCode code) {
        return """
                ## %s

                %s. HTTP %d, gRPC %s, %s.

                When: %s

                What to do: %s
                """.formatted(
                        code.name(),
                        code.title(),
                        code.status(),
                        code.canonical(),
                        code.isRetryable() ? "may succeed later" : "does not succeed unchanged",
                        code.when(),
                        code.remedy());
    }
}
