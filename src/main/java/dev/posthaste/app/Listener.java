package dev.posthaste.app;

import dev.posthaste.app.Configuration.Mode;
import java.util.Locale;
import java.util.Set;

/** A port on which the server listens: its variable is {@code POSTHASTE_NAME_PORT}. */
public enum Listener {
    /** Health, metrics and the documentation on every node; REST and gRPC for the role {@code api}. */
    HTTP(8080, 8080, Role.API),
    /** RFC 5321. */
    MX(2525, 25, Role.MX),
    /** RFC 6409, with STARTTLS. */
    SUBMISSION(2587, 587, Role.SUBMISSION),
    /** RFC 8314 section 3.3, TLS from the first octet. */
    SUBMISSIONS(2465, 465, Role.SUBMISSION),
    /** RFC 2033. */
    LMTP(2424, 2424, Role.LMTP),
    /** RFC 9051, with STARTTLS. */
    IMAP(2143, 143, Role.IMAP),
    /** RFC 8314 section 3.2. */
    IMAPS(2993, 993, Role.IMAP),
    /** RFC 1939, with STLS. */
    POP3(2110, 110, Role.POP3),
    /** RFC 8314 section 3.1. */
    POP3S(2995, 995, Role.POP3),
    /** RFC 5804, with STARTTLS. */
    MANAGESIEVE(4190, 4190, Role.MANAGESIEVE);

    private final int localPort;
    private final int productionPort;
    private final Role role;

    Listener(int localPort, int productionPort, Role role) {
        this.localPort = localPort;
        this.productionPort = productionPort;
        this.role = role;
    }

    /** Its name in the {@code ready} line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a process that plays these roles has it. */
    public boolean servedBy(Set<Role> played) {
        return this == HTTP || played.contains(role);
    }

    String variable() {
        return "POSTHASTE_" + name() + "_PORT";
    }

    int defaultPort(Mode mode) {
        return switch (mode) {
            case LOCAL -> localPort;
            case PRODUCTION -> productionPort;
        };
    }
}
