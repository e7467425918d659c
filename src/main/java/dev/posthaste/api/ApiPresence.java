package dev.posthaste.api;

/** Whether this node answers the calls of the API at all; health, metrics and the documentation are there in any case. */
public sealed interface ApiPresence {

    /** It does. */
    record Here() implements ApiPresence {}

    /**
     * It does not: it was started for something else.
     *
     * @param roles what it was started for, separated by commas
     */
    record Elsewhere(String roles) implements ApiPresence {}

    /** Lets a call pass, or fails with {@link ErrorCode#ROUTE_NOT_FOUND}. */
    default void require() {
        switch (this) {
            case Here() -> {}
            case Elsewhere(String roles) ->
                throw ApiException.of(
                        ErrorCode.ROUTE_NOT_FOUND, "this node does not serve the API; its roles are " + roles);
        }
    }
}
