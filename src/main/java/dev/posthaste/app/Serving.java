package dev.posthaste.app;

import dev.posthaste.account.DomainStore;
import dev.posthaste.account.Page;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.mutiny.Uni;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Runs from the start of the framework until the shutdown. */
final class Serving implements QuarkusApplication {

    /** The one of captured mail, and one that somebody made. */
    private static final Page.Request TWO_DOMAINS = new Page.Request(2, Optional.empty());

    private final Configuration configuration;
    private final AdminKey adminKey;
    private final Ports ports;
    private final HttpServer http;
    private final DomainStore domains;

    Serving(Configuration configuration, AdminKey adminKey, Ports ports, HttpServer http, DomainStore domains) {
        this.configuration = configuration;
        this.adminKey = adminKey;
        this.ports = ports;
        this.http = http;
        this.domains = domains;
    }

    @Override
    public int run(String... arguments) {
        ports.open(Listener.HTTP, Uni.createFrom().item(http.getPort()));
        try {
            Welcome welcome = new Welcome(configuration, adminKey, ports.awaitAll(), hosting());
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

    private Welcome.Hosting hosting() throws StartException {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> domains.list(Tenancy.FIRST, TWO_DOMAINS))
                            .items()
                            .stream()
                            .allMatch(domain -> domain.name().equals(CaptureFolder.ADDRESS.domain()))
                    ? Welcome.Hosting.NOTHING
                    : Welcome.Hosting.DOMAINS;
        } catch (Throwable cause) {
            throw new StartException("The hosted domains cannot be read: " + cause, cause);
        }
    }
}
