package dev.posthaste.api.rest;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Operation;
import dev.posthaste.api.PageToken;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The query of a request, read as strictly as a body: no parameter is ignored and none may come twice. */
final class QueryString {

    private final MultivaluedMap<String, String> parameters;

    private QueryString(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /** The query, if it has no other parameters than those of the call. */
    static QueryString of(UriInfo uri, Operation operation) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        List<QueryParameter> known = QueryParameter.of(operation);
        for (String name : parameters.keySet()) {
            if (known.stream().noneMatch(parameter -> parameter.text().equals(name))) {
                throw unknown(name, known);
            }
        }
        return new QueryString(parameters);
    }

    /** The query of a list without filters. */
    static PageToken page(UriInfo uri, Operation operation) {
        return of(uri, operation).page();
    }

    PageToken page() {
        return new PageToken(
                value(QueryParameter.PAGE_SIZE).map(QueryString::number).orElse(PageToken.DEFAULT_SIZE),
                value(QueryParameter.PAGE_TOKEN).orElse(""));
    }

    /** The value; an empty one is none. */
    Optional<String> value(QueryParameter parameter) {
        String name = parameter.text();
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ApiException.at('/' + name, ErrorCode.INVALID_PARAMETER, "'" + name + "' comes twice", "");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    private static ApiException unknown(String name, List<QueryParameter> known) {
        String names = known.stream().map(QueryParameter::text).collect(Collectors.joining(", "));
        return ApiException.at(
                '/' + name,
                ErrorCode.UNKNOWN_FIELD,
                "there is no query parameter '" + name + "'",
                names.isEmpty() ? "this call has none" : "one of " + names);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw ApiException.at(
                    "/page_size",
                    ErrorCode.INVALID_PARAMETER,
                    "page_size is not a number",
                    "1 to " + PageToken.MAX_SIZE);
        }
    }
}
