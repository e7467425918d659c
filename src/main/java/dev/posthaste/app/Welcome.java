package dev.posthaste.app;

import dev.posthaste.app.Configuration.Mode;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the server prints when it is ready: how to reach it, for people, and one line for programs.
 *
 * @param hosting whether there is anything to try yet
 */
record Welcome(Configuration configuration, AdminKey adminKey, Map<Listener, Integer> ports, Hosting hosting) {

    /** What is in the database already. */
    enum Hosting {
        /** No domain but the one of captured mail. */
        NOTHING,
        /** Somebody has begun. */
        DOMAINS
    }

    /** Admin key, URLs, ports, and three lines to try as long as nobody has begun. */
    String text() {
        String web = "http://" + configuration.hostname() + ':' + ports.get(Listener.HTTP);
        return """

                Posthaste is ready in %s mode; its data is in %s

                  admin key   %s
                  REST        %s/v1 (described at %s/openapi)
                  gRPC        %s:%d, without TLS on the same port
                  ports       %s

                %s
                """.formatted(
                        configuration.mode() == Mode.LOCAL ? "local" : "production",
                        configuration.dataDirectory(),
                        keyLine(),
                        web,
                        web,
                        configuration.hostname(),
                        ports.get(Listener.HTTP),
                        mailPorts(),
                        invitation(web));
    }

    /** {@code ready {json}}: the port of every listener by its label, and the milliseconds since the process began. */
    String readyLine(long startupMillis) {
        return ports.entrySet().stream()
                .map(entry -> '"' + entry.getKey().label() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "ready {", ",\"startup_ms\":" + startupMillis + '}'));
    }

    private String keyLine() {
        return switch (adminKey.origin()) {
            case AdminKey.Origin.Given() -> "the one of POSTHASTE_ADMIN_KEY";
            case AdminKey.Origin.Generated(Path file) ->
                adminKey.key().use(text -> text) + " (shown once; kept in " + file + ')';
            case AdminKey.Origin.Kept(Path file) -> "in " + file;
        };
    }

    private String mailPorts() {
        return ports.entrySet().stream()
                .filter(entry -> entry.getKey() != Listener.HTTP)
                .map(entry -> entry.getKey().label() + ' ' + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private String invitation(String web) {
        return switch (hosting) {
            case NOTHING -> "Try%s:%n%s".formatted(whereTheKeyIs(), threeLines(web));
            case DOMAINS -> "Every call with a line to try: " + web + "/docs";
        };
    }

    private String whereTheKeyIs() {
        return switch (adminKey.origin()) {
            case AdminKey.Origin.Given() -> " where POSTHASTE_ADMIN_KEY is set";
            case AdminKey.Origin.Generated(Path file) -> "";
            case AdminKey.Origin.Kept(Path file) -> "";
        };
    }

    private String threeLines(String web) {
        String key =
                switch (adminKey.origin()) {
                    case AdminKey.Origin.Given() -> "$POSTHASTE_ADMIN_KEY";
                    case AdminKey.Origin.Generated(Path file) -> "$(cat " + quoted(file) + ')';
                    case AdminKey.Origin.Kept(Path file) -> "$(cat " + quoted(file) + ')';
                };
        String call = "  curl -H \"Authorization: Bearer " + key + "\" --json ";
        // Not the names of the README: whoever has tried these can go on there.
        return call + "'{\"name\":\"try.test\"}' " + web + "/v1/domains\n"
                + call + "'{\"address\":\"you@try.test\",\"password\":\"correct horse\"}' " + web + "/v1/accounts\n"
                + call
                + "'{\"from\":\"you@try.test\",\"to\":[\"you@try.test\"],\"subject\":\"Hello\",\"text\":\"World\"}' "
                + web + "/v1/emails";
    }

    /** As one word of a shell, whatever is in it. */
    private static String quoted(Path file) {
        return '\'' + file.toString().replace("'", "'\\''") + '\'';
    }
}
