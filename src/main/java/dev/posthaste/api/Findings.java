package dev.posthaste.api;

import java.util.ArrayList;
import java.util.List;

/** Gathers all that is wrong with a request, so that its author is told everything at once. */
public final class Findings {

    /** More would help nobody; a request can have a thousand bad recipients. */
    public static final int MAX_REPORTED = 100;

    private final List<FieldProblem> problems = new ArrayList<>();

    /** Notes what is wrong with a field; beyond {@link #MAX_REPORTED} nothing is noted. */
    public void add(String pointer, ErrorCode code, String detail) {
        add(new FieldProblem(pointer, code, detail, ""));
    }

    /** The same with advice on what to send instead. */
    public void add(String pointer, ErrorCode code, String detail, String hint) {
        add(new FieldProblem(pointer, code, detail, hint));
    }

    private void add(FieldProblem problem) {
        if (problems.size() < MAX_REPORTED) {
            problems.add(problem);
        }
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Ends the call if there is anything to say. */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw ApiException.of(problems);
        }
    }

    /** A text that must be there. */
    public void require(String pointer, String value) {
        if (value.isBlank()) {
            add(pointer, ErrorCode.MISSING_FIELD, "'" + pointer.substring(1) + "' is required");
        }
    }

    /** A text that has an end. */
    public void limit(String pointer, String value, int max) {
        if (value.length() > max) {
            add(
                    pointer,
                    ErrorCode.LIMIT_EXCEEDED,
                    "has " + value.length() + " characters, at most " + max + " are possible");
        }
    }

    /** A text that must stay on its line. */
    public void singleLine(String pointer, String value) {
        if (value.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            add(pointer, ErrorCode.INVALID_VALUE, "has a line break or another control character");
        }
    }
}
