import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Load of emails over REST, on persistent connections. */
final class RestLoad {

    private static final int IDLE_REQUESTS = 200;

    private final Posthaste server;

    RestLoad(Posthaste server) {
        this.server = server;
    }

    /** Requests per second, and the duration of each request in milliseconds. */
    record Figures(double perSecond, double[] millis) {
        Object[] cells() {
            Object[] percentiles = Percentiles.cells(millis);
            return new Object[] {Bench.rate(perSecond), percentiles[0], percentiles[1]};
        }
    }

    Figures send(int messages, String to) throws InterruptedException {
        double[] millis = new double[messages];
        AtomicInteger next = new AtomicInteger();
        ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(Bench.SESSIONS);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        long begin = System.nanoTime();
        for (int i = 0; i < Bench.SESSIONS; i++) {
            Thread.ofPlatform().start(() -> {
                try {
                    for (int n = next.getAndIncrement(); n < messages; n = next.getAndIncrement()) {
                        millis[n] = one(http, to, n);
                    }
                } catch (IOException | InterruptedException failure) {
                    failures.add(failure);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " connections failed", failures.peek());
        }
        return new Figures(messages / ((System.nanoTime() - begin) / 1e9), millis);
    }

    /** Sequential requests on an idle server: p50 and p99 in milliseconds. */
    Object[] idle(String to) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        double[] millis = new double[IDLE_REQUESTS];
        for (int i = 0; i < IDLE_REQUESTS; i++) {
            millis[i] = one(http, to, i);
        }
        return Percentiles.cells(millis);
    }

    private double one(HttpClient http, String to, int n) throws IOException, InterruptedException {
        String json = "{\"from\":\"user0@a.test\",\"to\":[\"" + to + "\"],\"subject\":\"load " + n + "\",\"text\":\""
                + "y".repeat(2000) + "\"}";
        long begin = System.nanoTime();
        HttpResponse<String> answer = http.send(server.request("POST", "/emails", json), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return (System.nanoTime() - begin) / 1e6;
    }
}
