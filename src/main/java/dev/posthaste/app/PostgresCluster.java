package dev.posthaste.app;

import dev.posthaste.id.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The files of the embedded database below {@code home}: the cluster in {@code data}, the password of our role in
 * {@code password}, the server's log in {@code log}.
 */
final class PostgresCluster {

    /** Our role owns our database and is no superuser; the superuser has no password and cannot log in. */
    static final String ROLE = "posthaste";

    static final String DATABASE = "posthaste";

    private static final String SUPERUSER = "postgres";

    private static final String UNFINISHED = "data.new-";

    private static final int PASSWORD_BYTES = 24;

    /** How much of the log an error message shows. */
    private static final int LAST_LINES = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String HBA = """
            # Written by Posthaste. Only with the password, only from this machine.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private final Path home;
    private final PostgresBinaries binaries;
    private final RunAs user;

    PostgresCluster(Path home, PostgresBinaries binaries, RunAs user) {
        this.home = home;
        this.binaries = binaries;
        this.user = user;
    }

    Path data() {
        return home.resolve("data");
    }

    Path log() {
        return home.resolve("log");
    }

    /** A command line that runs one of PostgreSQL's programs as the right user. */
    ProcessBuilder command(String program, String... arguments) {
        List<String> words = Stream.of(
                        user.prefix().stream(), Stream.of(binaries.program(program)), Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
        ProcessBuilder command = new ProcessBuilder(new ArrayList<>(words)).directory(home.toFile());
        // What stands in this process's environment (PGDATA, PGOPTIONS, LD_PRELOAD, a locale) is not meant for it.
        command.environment().keySet().removeIf(name -> !name.equals("PATH"));
        command.environment().put("LC_ALL", "C");
        return command;
    }

    /** Begins {@code pg_ctl stop} in a mode of its own: smart, fast or immediate; it does not wait for the end. */
    Process signalStop(String mode) throws IOException {
        return command("pg_ctl", "stop", "-W", "-m", mode, "-D", data().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Makes the cluster unless it is there: all of it, or, if this is cut short, nothing that the next start sees. */
    void createIfMissing() throws StartException, IOException, InterruptedException {
        Files.createDirectories(log());
        removeUnfinished();
        if (!Files.exists(data())) {
            create();
        }
        requireMajorVersion();
    }

    /** The password of {@link #ROLE}. */
    Secret password() throws StartException, IOException {
        Path file = home.resolve("password");
        if (!Files.exists(file)) {
            throw new StartException("The database's password in " + file + " is missing. Put the file back from a"
                    + " backup; without it the database in " + data() + " cannot be opened.");
        }
        return new Secret(Files.readString(file).strip());
    }

    /** What the last run complained of at its end, for an error message. */
    String lastWords() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(log())) {
            for (Path file : files.sorted(Comparator.comparing(PostgresCluster::lastModified))
                    .toList()) {
                lines.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
            }
        }
        List<String> complaints = lines.stream()
                .filter(line -> !line.contains(" LOG: ") && !line.contains(" HINT: "))
                .toList();
        return String.join(" ", complaints.subList(Math.max(0, complaints.size() - LAST_LINES), complaints.size()));
    }

    private static long lastModified(Path file) {
        return file.toFile().lastModified();
    }

    private void removeUnfinished() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(UNFINISHED))
                    .toList()) {
                PostgresBinaries.delete(file);
            }
        }
    }

    private void create() throws StartException, IOException, InterruptedException {
        String password = randomPassword();
        Path passwordFile = home.resolve("password");
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, password + '\n', StandardOpenOption.DSYNC);
        user.own(home);

        Path unfinished = home.resolve(UNFINISHED + ProcessHandle.current().pid());
        run(
                "",
                command(
                        "initdb",
                        "--pgdata=" + unfinished,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums"));
        Files.writeString(unfinished.resolve("pg_hba.conf"), HBA);
        String roles = """
                ALTER ROLE %s PASSWORD NULL;
                CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s';
                CREATE DATABASE %s OWNER %s;
                """.formatted(SUPERUSER, ROLE, password, DATABASE, ROLE);
        run(
                roles,
                command(
                        "postgres",
                        "--single",
                        "-c",
                        "exit_on_error=on",
                        // The password stands in the statement.
                        "-c",
                        "log_min_error_statement=panic",
                        "-D",
                        unfinished.toString(),
                        SUPERUSER));
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        DataDirectory.sync(home);
    }

    private void run(String input, ProcessBuilder command) throws StartException, IOException, InterruptedException {
        Path output = log().resolve("create.log");
        Process process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()))
                .start();
        process.outputWriter(StandardCharsets.US_ASCII).append(input).close();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new StartException("The embedded database could not be made in " + home + ": "
                    + Files.readString(output).strip());
        }
        Files.delete(output);
    }

    private void requireMajorVersion() throws StartException, IOException {
        String major = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!major.equals(PostgresBinaries.MAJOR)) {
            throw new StartException(
                    "The database in " + data() + " was made by PostgreSQL " + major
                            + "; this server carries PostgreSQL " + PostgresBinaries.MAJOR
                            + ", which cannot read it. Start the release of Posthaste that made it and dump it with a client's"
                            + " pg_dump (see Backing up in src/docs/operations.md), or convert the folder with pg_upgrade; then start this release again.");
        }
    }

    private static String randomPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
