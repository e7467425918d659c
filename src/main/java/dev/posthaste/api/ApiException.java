package dev.posthaste.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call that is refused, in the words that the caller may read. It carries nothing of what happened inside. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Of metadata: the policies of which too many requests came, separated by commas. */
    public static final String POLICIES = "policies";

    /** Of the error catalogue. */
    private final ErrorCode code;

    private final transient List<FieldProblem> fields;
    private final transient Map<String, String> metadata;
    /** Zero if nobody can tell. */
    private final Duration retryAfter;

    /** Whether the call may be made again. */
    private final Effect effect;

    /** What a call that fails may have done. */
    public enum Effect {
        /** Nothing: it may be made again. */
        NONE,
        /** What it was to do: made again, it may do it twice. */
        POSSIBLE
    }

    private ApiException(
            ErrorCode code,
            String detail,
            List<FieldProblem> fields,
            Map<String, String> metadata,
            Duration retryAfter) {
        this(code, detail, fields, metadata, retryAfter, Effect.NONE);
    }

    private ApiException(
            ErrorCode code,
            String detail,
            List<FieldProblem> fields,
            Map<String, String> metadata,
            Duration retryAfter,
            Effect effect) {
        super(detail, null, false, false);
        this.effect = effect;
        this.code = code;
        this.fields = List.copyOf(fields);
        this.metadata = Map.copyOf(metadata);
        this.retryAfter = retryAfter;
    }

    /** A refusal that no single field explains. */
    public static ApiException of(ErrorCode code, String detail) {
        return new ApiException(code, detail, List.of(), Map.of(), Duration.ZERO);
    }

    /** A refusal because of one field. */
    public static ApiException at(String pointer, ErrorCode code, String detail, String hint) {
        return of(List.of(new FieldProblem(pointer, code, detail, hint)));
    }

    /** A refusal because of some fields, at least one: under their code if they share one. */
    public static ApiException of(List<FieldProblem> fields) {
        ErrorCode first = fields.getFirst().code();
        boolean alike = fields.stream().allMatch(field -> field.code() == first);
        ErrorCode code = alike ? first : ErrorCode.VALIDATION_FAILED;
        String detail = fields.size() == 1
                ? fields.getFirst().detail()
                : fields.size() + " fields are at fault, the first: "
                        + fields.getFirst().detail();
        return new ApiException(code, detail, fields, Map.of(), Duration.ZERO);
    }

    /** A refusal with facts for programs. */
    public ApiException with(String key, String value) {
        return new ApiException(code, detail(), fields, Map.of(key, value), retryAfter, effect);
    }

    /** A refusal that is worth another try after a while. */
    public ApiException after(Duration pause) {
        return new ApiException(code, detail(), fields, metadata, pause, effect);
    }

    /** The same, of a call that may have had its effect. */
    public ApiException perhapsDone() {
        return new ApiException(code, detail(), fields, metadata, retryAfter, Effect.POSSIBLE);
    }

    /** What is answered. */
    public ErrorCode code() {
        return code;
    }

    /** What happened this time. */
    public String detail() {
        String detail = getMessage();
        return detail == null ? code.title() : detail;
    }

    /** The fields at fault; may be none. */
    public List<FieldProblem> fields() {
        return fields;
    }

    /** Facts for programs, such as the scope that is missing. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** What the call may have done. */
    public Effect effect() {
        return effect;
    }

    /** When it is worth trying again; empty if nobody can tell. */
    public Optional<Duration> retryAfter() {
        return Optional.of(retryAfter).filter(Duration::isPositive);
    }
}
