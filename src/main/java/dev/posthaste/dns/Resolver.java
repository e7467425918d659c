package dev.posthaste.dns;

import dev.posthaste.address.DomainName;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;

/**
 * Queries the DNS. Every outcome of a query is an {@link Answer}; the {@link Uni} fails only on a bug. It may complete
 * on any thread.
 */
public interface Resolver {

    /** The two address families. */
    enum Family {
        /** A records. */
        IPV4,
        /** AAAA records. */
        IPV6
    }

    /** The MX records, in no particular order. */
    Uni<Answer<MailExchanger>> mx(DomainName domain);

    /** The A or AAAA records. */
    Uni<Answer<InetAddress>> addresses(DomainName host, Family family);
}
