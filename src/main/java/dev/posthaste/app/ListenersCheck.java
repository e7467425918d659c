package dev.posthaste.app;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready for traffic when every listener accepts connections. */
@Readiness
class ListenersCheck implements HealthCheck {

    private final Ports ports;

    ListenersCheck(Ports ports) {
        this.ports = ports;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("listeners").status(ports.accepting()).build();
    }
}
