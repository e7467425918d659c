package dev.posthaste.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server that was killed left running: PostgreSQL outlives us. Since we hold the lock of the data directory,
 * nobody else is using it.
 */
final class OrphanedPostgres {

    /** A fast shutdown ends every session, writes a checkpoint and needs no recovery afterwards. */
    private static final Duration FAST = Duration.ofSeconds(20);

    /** An immediate shutdown leaves the recovery to the next start. */
    private static final Duration IMMEDIATE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final PostgresCluster cluster;

    OrphanedPostgres(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    /** Ends every process that still works in the cluster's folder and removes a pid file that means nobody. */
    void shutDown() throws StartException, IOException, InterruptedException {
        Path pidFile = cluster.data().resolve("postmaster.pid");
        Optional<ProcessHandle> postmaster = named(pidFile);
        if (postmaster.isPresent()) {
            stop(postmaster.get(), "fast", FAST);
            stop(postmaster.get(), "immediate", IMMEDIATE);
        }
        for (ProcessHandle backend : processesInside()) {
            if (!ended(backend, IMMEDIATE)) {
                backend.destroyForcibly();
                ended(backend, IMMEDIATE);
            }
        }
        if (!processesInside().isEmpty()) {
            throw new StartException("An earlier database process goes on working in " + cluster.data()
                    + " and cannot be ended: " + processesInside() + ". End it, then start again.");
        }
        // Its number may long belong to another program, and PostgreSQL would then refuse to start.
        Files.deleteIfExists(pidFile);
    }

    private Optional<ProcessHandle> named(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        return lines.isEmpty() || !lines.getFirst().matches("\\d{1,9}")
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst())).filter(this::worksInside);
    }

    private void stop(ProcessHandle postmaster, String mode, Duration patience)
            throws IOException, InterruptedException {
        if (worksInside(postmaster)) {
            cluster.signalStop(mode).waitFor();
            ended(postmaster, patience);
        }
    }

    private List<ProcessHandle> processesInside() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(this::worksInside).toList();
        }
    }

    /** A server process of PostgreSQL has the cluster's folder as its working directory. */
    private boolean worksInside(ProcessHandle process) {
        try {
            Path directory = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
            return directory.equals(cluster.data());
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    /**
     * Whether it works here no longer. Asked again and again, since a process that is not our child and that nobody
     * reaps (a container without an init) stays alive for {@link ProcessHandle#onExit}.
     */
    private boolean ended(ProcessHandle process, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (worksInside(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }
}
