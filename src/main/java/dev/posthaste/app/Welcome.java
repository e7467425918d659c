package dev.posthaste.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** What the server prints when it is ready: how to reach it, for people, and one line for programs. */
record Welcome(Configuration configuration, AdminKey adminKey, Map<Listener, Integer> ports) {

    /** Admin key, URLs, ports, and three lines to try. */
    String text() {
        String web = "http://" + configuration.hostname() + ':' + ports.get(Listener.HTTP);
        return """

                Posthaste is ready in %s mode; its data is in %s

                  admin key   %s
                  REST        %s/v1 (described at %s/openapi)
                  gRPC        %s:%d, without TLS on the same port
                  ports       %s

                Try:
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
                        threeLines(web));
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

    private String threeLines(String web) {
        String key =
                switch (adminKey.origin()) {
                    case AdminKey.Origin.Given() -> "$POSTHASTE_ADMIN_KEY";
                    case AdminKey.Origin.Generated(Path file) -> "$(cat " + file + ')';
                    case AdminKey.Origin.Kept(Path file) -> "$(cat " + file + ')';
                };
        String call = "  curl -H \"Authorization: Bearer " + key + "\" --json ";
        return call + "'{\"name\":\"a.test\"}' " + web + "/v1/domains\n"
                + call + "'{\"address\":\"alice@a.test\",\"password\":\"correct horse\"}' " + web + "/v1/accounts\n"
                + call
                + "'{\"from\":\"alice@a.test\",\"to\":[\"alice@a.test\"],\"subject\":\"Hello\",\"text\":\"World\"}' "
                + web + "/v1/emails";
    }
}
