package dev.posthaste.app;

import dev.posthaste.id.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where the database is and as whom we log in.
 *
 * @param options what follows the question mark in a URL, such as {@code sslmode=require}, or an empty text
 */
public record ConnectionInfo(String host, int port, String database, String user, Secret password, String options) {

    /** The URL for JDBC; user and password are handed over apart. */
    public String jdbcUrl() {
        return "jdbc:" + url();
    }

    /** The URL for the reactive client; user and password are handed over apart, so that it may be printed. */
    public String url() {
        return "postgresql://" + host + ':' + port + '/' + database + (options.isEmpty() ? "" : '?' + options);
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
