package dev.posthaste.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.FieldProblem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The JSON of every failure (RFC 9457). */
@Schema(description = "What went wrong (RFC 9457). `code` is the same in gRPC, as the reason of ErrorInfo.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        @Schema(description = "The page that explains the code.", examples = "/docs/errors/domain-not-hosted")
        String type,

        @Schema(description = "The code in words.", examples = "The domain is not one of yours")
        String title,

        @Schema(description = "The HTTP status.", examples = "403")
        int status,

        @Schema(description = "What programs look at.", examples = "DOMAIN_NOT_HOSTED")
        String code,

        @Schema(description = "What happened this time.") String detail,

        @Schema(description = "The path that was called.", examples = "/v1/emails")
        String instance,

        @Schema(description = "Finds the request in the server's log; X-Request-Id alike.")
        String requestId,

        @Schema(description = "Whether the same request may succeed later.")
        boolean retryable,

        @Schema(description = "The fields at fault.") List<Fault> errors,

        @Schema(description = "Facts for programs, such as the scope that is missing.")
        Map<String, String> metadata,

        @JsonProperty("violated-policies")
        @Schema(description = "The rate limit policies of which too many requests came.")
        List<String> violatedPolicies) {

    /** One field at fault. */
    @Schema(description = "One field at fault.")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Fault(
            @Schema(description = "Where, as a JSON Pointer (RFC 6901).", examples = "/from")
            String pointer,

            @Schema(description = "What programs look at.", examples = "DOMAIN_NOT_HOSTED")
            String code,

            @Schema(description = "What is wrong.") String detail,

            @Schema(description = "What would be right.") String hint) {}

    static Problem of(ApiException failure, String instance, String requestId) {
        ErrorCode code = failure.code();
        return new Problem(
                code.type(),
                code.title(),
                code.status(),
                code.name(),
                failure.detail(),
                instance,
                requestId,
                code.isRetryable(),
                failure.fields().stream().map(Problem::fault).toList(),
                failure.metadata(),
                violated(failure));
    }

    private static List<String> violated(ApiException failure) {
        return Stream.ofNullable(failure.metadata().get(ApiException.POLICIES))
                .flatMap(names -> Stream.of(names.split(",", -1)))
                .toList();
    }

    private static Fault fault(FieldProblem field) {
        return new Fault(field.pointer(), field.code().name(), field.detail(), field.hint());
    }
}
