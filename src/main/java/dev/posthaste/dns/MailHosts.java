package dev.posthaste.dns;

import dev.posthaste.address.DomainName;
import dev.posthaste.dns.MailExchanger.Host;
import dev.posthaste.dns.Resolver.Family;
import dev.posthaste.dns.Routing.To;
import dev.posthaste.dns.Routing.Unroutable;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Determines which hosts accept a domain's mail, and in which order to try them (RFC 5321 section 5.1). */
public final class MailHosts {

    /**
     * Maximum number of hosts tried for one domain; the value is ours, after Postfix's {@code smtp_mx_address_limit}.
     */
    static final int MAX_HOSTS = 20;

    private final Resolver resolver;
    private final RandomGenerator chance;
    private final Set<DomainName> ourselves;

    /**
     * Asks this resolver.
     *
     * @param chance shuffles hosts of equal preference
     * @param ourselves the names under which MX records may point to this server
     */
    public MailHosts(Resolver resolver, RandomGenerator chance, Set<DomainName> ourselves) {
        this.resolver = resolver;
        this.chance = chance;
        this.ourselves = Set.copyOf(ourselves);
    }

    /** The names of the hosts to try for mail to this domain, in order. */
    public Uni<Routing<DomainName>> of(DomainName domain) {
        return resolver.mx(domain).map(answer -> choose(domain, answer));
    }

    /** The addresses of one of these hosts, in the order in which to try them. */
    public Uni<Routing<InetAddress>> addresses(DomainName host) {
        Uni<Answer<InetAddress>> four = resolver.addresses(host, Family.IPV4);
        Uni<Answer<InetAddress>> six = resolver.addresses(host, Family.IPV6);
        return Uni.combine().all().unis(four, six).with((a, aaaa) -> join(host, a, aaaa));
    }

    /** Applies RFC 5321 section 5.1 to the MX records. */
    Routing<DomainName> choose(DomainName domain, Answer<MailExchanger> answer) {
        return switch (answer) {
            case Answer.Found<MailExchanger>(List<MailExchanger> records) -> fromRecords(domain, records);
            // Without an MX record the domain itself is the host (RFC 5321 section 5.1, the implicit MX).
            case Answer.NoData<MailExchanger> implicit -> new To<>(List.of(domain));
            case Answer.NoSuchName<MailExchanger> noName ->
                new Unroutable<>("5.1.2", "The domain " + domain + " does not exist");
            case Answer.TemporaryFailure<MailExchanger>(String text) -> unanswered(domain, text);
            case Answer.Malformed<MailExchanger>(String text) ->
                new Unroutable<>("5.4.4", "The MX records of " + domain + " are not usable: " + text);
        };
    }

    private Routing<DomainName> fromRecords(DomainName domain, List<MailExchanger> records) {
        List<Host> hosts = new ArrayList<>();
        for (MailExchanger exchanger : records) {
            if (exchanger instanceof Host host) {
                hosts.add(host);
            }
        }
        if (hosts.isEmpty()) {
            return new Unroutable<>("5.1.10", "The domain " + domain + " accepts no mail (null MX)");
        }
        Collections.shuffle(hosts, chance);
        hosts.sort(Comparator.comparingInt(Host::preference));
        List<DomainName> names = hosts.stream()
                .takeWhile(host -> host.preference() < ourPreference(hosts))
                .map(Host::name)
                .distinct()
                .limit(MAX_HOSTS)
                .toList();
        if (names.isEmpty()) {
            return new Unroutable<>("5.4.6", "The MX records of " + domain + " point back to this server");
        }
        return new To<>(names);
    }

    // RFC 5321 section 5.1: a host that finds itself in the list drops itself and every host that is not preferred to
    // it.
    private int ourPreference(List<Host> hosts) {
        return hosts.stream()
                .filter(host -> ourselves.contains(host.name()))
                .mapToInt(Host::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** Combines the addresses: IPv4 first, since its reputation and reverse DNS are better maintained. */
    static Routing<InetAddress> join(DomainName host, Answer<InetAddress> a, Answer<InetAddress> aaaa) {
        List<InetAddress> all = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Answer<InetAddress> answer : List.of(a, aaaa)) {
            switch (answer) {
                case Answer.Found<InetAddress>(List<InetAddress> records) -> all.addAll(records);
                case Answer.TemporaryFailure<InetAddress>(String text) -> failures.add(text);
                case Answer.NoSuchName<InetAddress> noName -> {}
                case Answer.NoData<InetAddress> noData -> {}
                case Answer.Malformed<InetAddress> malformed -> {}
            }
        }
        if (!all.isEmpty()) {
            return new To<>(all);
        }
        return failures.isEmpty()
                ? new Unroutable<>("5.4.4", "The host " + host + " has no address")
                : unanswered(host, failures.getFirst());
    }

    private static <T> Unroutable<T> unanswered(DomainName name, String text) {
        return new Unroutable<>("4.4.3", "The DNS does not answer for " + name + ": " + text);
    }
}
