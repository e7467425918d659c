package dev.posthaste.app;

import dev.posthaste.id.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where the database is and as whom we log in.
 *
 * @param options what follows the question mark in a URL, such as {@code sslmode=require}, or an empty text
 */
public record ConnectionInfo(String host, int port, String database, String user, Secret password, String options) {

    private static final int DEFAULT_PORT = 5432;

    private static final String FORM = "is not of the form postgresql://user:password@host:port/database";

    /**
     * Reads {@code postgresql://user:password@host:port/database?options}, user and password percent-encoded.
     *
     * @throws IllegalArgumentException if it is none; the message does not repeat it, since it holds a password
     */
    static ConnectionInfo parse(String text) {
        try {
            URI uri = new URI(text);
            String login = uri.getRawUserInfo();
            if (!List.of("postgresql", "postgres").contains(String.valueOf(uri.getScheme()))
                    || login == null
                    || uri.getHost() == null
                    || uri.getPath().length() < 2) {
                throw new IllegalArgumentException(FORM);
            }
            int colon = login.indexOf(':');
            return new ConnectionInfo(
                    uri.getHost(),
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    uri.getPath().substring(1),
                    decoded(colon < 0 ? login : login.substring(0, colon)),
                    new Secret(colon < 0 ? "" : decoded(login.substring(colon + 1))),
                    uri.getRawQuery() == null ? "" : uri.getRawQuery());
        } catch (URISyntaxException withThePassword) {
            throw new IllegalArgumentException(FORM + " (is the password percent-encoded?)");
        }
    }

    /** A plus is a plus here, not a space. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The URL for JDBC; user and password are handed over apart. */
    public String jdbcUrl() {
        return "jdbc:" + url();
    }

    /** The URL for the reactive client; user and password are handed over apart, so that it may be printed. */
    public String url() {
        return "postgresql://" + host + ':' + port + '/' + database + (options.isEmpty() ? "" : '?' + options);
    }

    /** The value of one of the options, as it is written there. */
    Optional<String> option(String name) {
        return Stream.of(options.split("&", -1))
                .filter(option -> option.startsWith(name + '='))
                .map(option -> option.substring(name.length() + 1))
                .findFirst();
    }

    /** A connection of one's own, for the start and for tests; it blocks. */
    public Connection open() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", user);
        password.use(text -> login.setProperty("password", text));
        return DriverManager.getConnection(jdbcUrl(), login);
    }

    /** The same server and user, another database. */
    public ConnectionInfo withDatabase(String name) {
        return new ConnectionInfo(host, port, name, user, password, options);
    }
}
