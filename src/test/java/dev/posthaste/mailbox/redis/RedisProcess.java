package dev.posthaste.mailbox.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import redis.embedded.RedisServer;

/** A real Redis on a free port: the installed one, or else the one that comes with the tests. It persists nothing. */
public final class RedisProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final Runnable stop;

    private RedisProcess(int port, Runnable stop) {
        this.port = port;
        this.stop = stop;
    }

    /** Starts Redis; returns when it answers. */
    public static RedisProcess start() {
        try {
            int port = freePort();
            RedisProcess redis = new RedisProcess(port, start(port));
            redis.awaitConnection();
            return redis;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The value for POSTHASTE_REDIS_URL. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        stop.run();
    }

    private static Runnable start(int port) throws IOException {
        List<Path> installed = Stream.of(
                        "/usr/bin/redis-server", "/usr/local/bin/redis-server", "/usr/bin/valkey-server")
                .map(Path::of)
                .filter(Files::isExecutable)
                .toList();
        if (installed.isEmpty()) {
            RedisServer embedded = RedisServer.newRedisServer().port(port).build();
            embedded.start();
            return () -> stop(embedded);
        }
        Process process = new ProcessBuilder(
                        installed.get(0).toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-test-redis"));
        return process::destroy;
    }

    private static void stop(RedisServer embedded) {
        try {
            embedded.stop();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitConnection() {
        Instant end = Instant.now().plus(PATIENCE);
        while (!answers()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("Redis does not start");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
