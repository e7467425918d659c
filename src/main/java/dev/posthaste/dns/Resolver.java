package dev.posthaste.dns;

import dev.posthaste.address.DomainName;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;

/**
 * Asks the DNS. Every way in which a question can end is an {@link Answer}; the {@link Uni} itself fails only by a bug.
 * The item may come on any thread.
 */
public interface Resolver {

    /** The two kinds of addresses. */
    enum Family {
        /** A records. */
        IPV4,
        /** AAAA records. */
        IPV6
    }

    /** The MX records, in no particular order. */
    Uni<Answer<MailExchanger>> mx(DomainName domain);

    /** The A or the AAAA records. */
    Uni<Answer<InetAddress>> addresses(DomainName host, Family family);
}
