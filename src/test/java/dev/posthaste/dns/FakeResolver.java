package dev.posthaste.dns;

import dev.posthaste.address.DomainName;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A resolver with scripted answers; names that were not added do not exist. */
public final class FakeResolver implements Resolver {

    private final Map<DomainName, List<MailExchanger>> exchangers = new ConcurrentHashMap<>();
    private final Map<DomainName, List<InetAddress>> addresses = new ConcurrentHashMap<>();
    private final Map<DomainName, Boolean> silent = new ConcurrentHashMap<>();

    /** Adds a host that accepts the domain's mail. */
    public FakeResolver mx(String domain, int preference, String host) {
        add(exchangers, domain, new MailExchanger.Host(preference, DomainName.of(host)));
        return this;
    }

    /** Adds a domain that accepts no mail (null MX). */
    public FakeResolver nullMx(String domain) {
        add(exchangers, domain, new MailExchanger.Null());
        return this;
    }

    /** Adds an IP address of a host. */
    public FakeResolver address(String host, String numbers) {
        try {
            add(addresses, host, InetAddress.getByName(numbers));
            return this;
        } catch (UnknownHostException notNumbers) {
            throw new IllegalArgumentException(notNumbers);
        }
    }

    /** Adds a name for which queries fail temporarily. */
    public FakeResolver silent(String name) {
        silent.put(DomainName.of(name), true);
        return this;
    }

    @Override
    public Uni<Answer<MailExchanger>> mx(DomainName domain) {
        return Uni.createFrom().item(() -> answer(domain, exchangers.getOrDefault(domain, List.of())));
    }

    @Override
    public Uni<Answer<InetAddress>> addresses(DomainName host, Family family) {
        return Uni.createFrom()
                .item(() -> answer(
                        host,
                        addresses.getOrDefault(host, List.of()).stream()
                                .filter(address -> (address.getAddress().length == 4) == (family == Family.IPV4))
                                .toList()));
    }

    private <T> Answer<T> answer(DomainName name, List<T> records) {
        if (silent.containsKey(name)) {
            return new Answer.TemporaryFailure<>("timed out");
        }
        if (!records.isEmpty()) {
            return new Answer.Found<>(records);
        }
        boolean exists = exchangers.containsKey(name) || addresses.containsKey(name);
        return exists ? new Answer.NoData<>() : new Answer.NoSuchName<>();
    }

    private static <T> void add(Map<DomainName, List<T>> records, String name, T record) {
        records.computeIfAbsent(DomainName.of(name), n -> new ArrayList<>()).add(record);
    }
}
