package dev.posthaste.api.rest;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Operation;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the endpoint of a path and a method. A path is compared segment by segment after each is decoded, so that a name may
 * hold an escaped slash and a verb may have its colon escaped (RFC 3986 section 6.2.2.2); path parameters after a semicolon
 * are ignored (section 3.3).
 */
@Singleton
final class Routes {

    /** Under which all operations lie. */
    static final String BASE = "/v1";

    private static final Pattern NAME = Pattern.compile("\\{\\w+(?:: ([^}]+))?}");

    private final List<Route> routes;

    Routes(Instance<Endpoint.Resource> resources) {
        this.routes = resources.stream()
                .flatMap(resource -> resource.endpoints().stream())
                .map(Route::of)
                .toList();
    }

    /** An endpoint with the names in the path of a request. */
    record Found(Endpoint<?, ?> endpoint, List<String> names) {}

    private record Route(Endpoint<?, ?> endpoint, List<Pattern> segments) {

        static Route of(Endpoint<?, ?> endpoint) {
            String path = endpoint.operation().path().substring(1);
            return new Route(
                    endpoint, Stream.of(path.split("/", -1)).map(Route::pattern).toList());
        }

        private static Pattern pattern(String segment) {
            StringBuilder pattern = new StringBuilder();
            Matcher names = NAME.matcher(segment);
            int end = 0;
            while (names.find()) {
                pattern.append(Pattern.quote(segment.substring(end, names.start())));
                pattern.append(names.group(1) == null ? "(.+)" : '(' + names.group(1) + ')');
                end = names.end();
            }
            return Pattern.compile(
                    pattern.append(Pattern.quote(segment.substring(end))).toString(), Pattern.DOTALL);
        }

        /** The names in the path, preceded by the whole path; empty if it is not this route's. */
        List<String> match(List<String> path) {
            if (path.size() != segments.size()) {
                return List.of();
            }
            List<String> names = new ArrayList<>(List.of(""));
            for (int i = 0; i < path.size(); i++) {
                Matcher matcher = segments.get(i).matcher(path.get(i));
                if (!matcher.matches()) {
                    return List.of();
                }
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    names.add(matcher.group(group));
                }
            }
            return names;
        }
    }

    /** The endpoint; fails if there is no such path, or if it has no such method. */
    Found find(Operation.Method method, String path) {
        List<String> segments = segments(path);
        boolean known = false;
        for (Route route : routes) {
            List<String> names = route.match(segments);
            if (!names.isEmpty()) {
                known = true;
                if (route.endpoint.operation().method() == method) {
                    return new Found(route.endpoint, names.subList(1, names.size()));
                }
            }
        }
        throw known ? ApiException.of(ErrorCode.METHOD_NOT_ALLOWED, path + " has no method " + method) : unknown(path);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(BASE.length()).split("/", -1)) {
            segments.add(decoded(path, segment.split(";", 2)[0]));
        }
        segments.removeFirst();
        if (!segments.isEmpty() && segments.getLast().isEmpty()) {
            segments.removeLast();
        }
        return segments;
    }

    private static String decoded(String path, String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            throw unknown(path);
        }
    }

    private static ApiException unknown(String path) {
        return ApiException.of(ErrorCode.ROUTE_NOT_FOUND, "there is no " + path);
    }
}
