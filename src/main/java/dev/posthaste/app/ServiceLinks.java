package dev.posthaste.app;

import java.util.regex.Pattern;

/**
 * Variables that Kubernetes sets in every container of a namespace that has a Service named {@code posthaste} or {@code
 * posthaste-mx}, as Docker's links once did: {@code POSTHASTE_MX_SERVICE_HOST}, {@code POSTHASTE_MX_PORT=tcp://10.0.0.1:25},
 * {@code POSTHASTE_MX_PORT_25_TCP_ADDR} and more. {@code enableServiceLinks: false} in the pod's spec ends it.
 */
final class ServiceLinks {

    private static final Pattern NAMES = Pattern.compile(
            "\\w+_SERVICE_HOST|\\w+_SERVICE_PORT(_\\w+)?|\\w+_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private ServiceLinks() {}

    /** Whether a variable is one of them. */
    static boolean contain(String name, String text) {
        return NAMES.matcher(name).matches() || (name.endsWith("_PORT") && isAddress(text));
    }

    /** Whether a port has the form that is used there and nowhere else. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
