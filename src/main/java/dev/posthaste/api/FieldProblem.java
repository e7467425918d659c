package dev.posthaste.api;

/**
 * One field that is at fault.
 *
 * @param pointer where it is, as a JSON Pointer into the request's body; a query parameter is {@code /page_size} alike
 * @param hint what would be right; may be empty
 */
public record FieldProblem(String pointer, ErrorCode code, String detail, String hint) {

    /** Without a hint. */
    public static FieldProblem of(String pointer, ErrorCode code, String detail) {
        return new FieldProblem(pointer, code, detail, "");
    }
}
