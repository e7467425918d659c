package dev.posthaste.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.mutiny.Uni;
import java.lang.management.ManagementFactory;

/** From the moment when the framework has started until somebody asks for the end. */
final class Serving implements QuarkusApplication {

    private final Configuration configuration;
    private final AdminKey adminKey;
    private final Ports ports;
    private final HttpServer http;

    Serving(Configuration configuration, AdminKey adminKey, Ports ports, HttpServer http) {
        this.configuration = configuration;
        this.adminKey = adminKey;
        this.ports = ports;
        this.http = http;
    }

    @Override
    public int run(String... arguments) {
        ports.open(Listener.HTTP, Uni.createFrom().item(http.getPort()));
        try {
            Welcome welcome = new Welcome(configuration, adminKey, ports.awaitAll());
            System.out.println(welcome.text());
            System.out.println(
                    welcome.readyLine(ManagementFactory.getRuntimeMXBean().getUptime()));
        } catch (StartException cause) {
            Posthaste.complain(cause.getMessage());
            return 1;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
