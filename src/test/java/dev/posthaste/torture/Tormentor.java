package dev.posthaste.torture;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Does to the {@link Site} what a {@link Disturbance} says. */
final class Tormentor {

    private static final String CUT =
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()";

    private static final int CUTS = 5;
    private static final Duration BETWEEN_CUTS = Duration.ofMillis(200);
    private static final int LONGEST_FREEZE_MILLIS = 5_000;
    private static final int LONGEST_START_MILLIS = 3_500;

    /** SIGTERM's ten seconds, and what a loaded machine adds. */
    private static final Duration UNTIL_IT_ENDS = Duration.ofSeconds(20);

    private final Site site;
    private final Random chance;

    Tormentor(Site site, Random chance) {
        this.site = site;
        this.chance = chance;
    }

    /** A disturbance as a scene. */
    Scene scene(Disturbance what) {
        return new Scene() {
            @Override
            public String words() {
                return what.words();
            }

            @Override
            public After play() throws IOException, SQLException, InterruptedException {
                return disturb(what);
            }
        };
    }

    private Scene.After disturb(Disturbance what) throws IOException, SQLException, InterruptedException {
        return switch (what) {
            case EVERYTHING -> killEverything();
            case DATABASE -> killDatabase();
            case CONNECTIONS -> cut();
            case RECOVERY -> killTwice();
            case BACKEND -> killOneBackend();
            case SERVER -> killServer();
            case FROZEN -> freeze(List.of(site.server().handle()));
            case STALLED -> freeze(database());
        };
    }

    /** SIGSTOP, and SIGCONT after a while. */
    private Scene.After freeze(List<ProcessHandle> all) throws IOException, InterruptedException {
        signal("-STOP", all);
        LockSupport.parkNanos(
                Duration.ofMillis(500L + chance.nextInt(LONGEST_FREEZE_MILLIS)).toNanos());
        signal("-CONT", all);
        return Scene.After.GOES_ON;
    }

    private Scene.After killServer() {
        site.server().kill();
        return Scene.After.RESTART;
    }

    private Scene.After killEverything() {
        List<ProcessHandle> all = database();
        all.add(site.server().handle());
        Collections.shuffle(all, chance);
        all.forEach(ProcessHandle::destroyForcibly);
        site.server().kill();
        awaitEnd(all);
        return Scene.After.RESTART;
    }

    private Scene.After killDatabase() {
        database().forEach(ProcessHandle::destroyForcibly);
        return Scene.After.GOES_ON;
    }

    private Scene.After cut() throws IOException, SQLException {
        try (Connection store = site.store();
                Statement statement = store.createStatement()) {
            for (int i = 0; i < CUTS; i++) {
                statement.execute(CUT);
                LockSupport.parkNanos(BETWEEN_CUTS.toNanos());
            }
        }
        return Scene.After.GOES_ON;
    }

    private Scene.After killTwice() throws InterruptedException {
        killEverything();
        Thread start = Thread.ofVirtual().start(site::start);
        LockSupport.parkNanos(
                Duration.ofMillis(300L + chance.nextInt(LONGEST_START_MILLIS)).toNanos());
        List<ProcessHandle> all = database();
        all.addAll(servers());
        all.forEach(ProcessHandle::destroyForcibly);
        start.join();
        site.server().kill();
        awaitEnd(all);
        return Scene.After.RESTART;
    }

    private Scene.After killOneBackend() {
        List<ProcessHandle> backends = site.backends();
        if (!backends.isEmpty()) {
            backends.get(chance.nextInt(backends.size())).destroyForcibly();
        }
        return Scene.After.GOES_ON;
    }

    private List<ProcessHandle> database() {
        List<ProcessHandle> all = new ArrayList<>(site.backends());
        site.postmaster().ifPresent(all::add);
        return all;
    }

    /** One that is just being started is a child of ours before anyone has its handle. */
    private static List<ProcessHandle> servers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("quarkus-run.jar"))
                .toList();
    }

    private static void awaitEnd(List<ProcessHandle> all) {
        Instant end = Instant.now().plus(UNTIL_IT_ENDS);
        while (all.stream().anyMatch(ProcessHandle::isAlive) && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static void signal(String signal, List<ProcessHandle> all) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        all.forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
