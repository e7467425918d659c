package dev.posthaste.intake;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountDirectory.HostedDomain;
import dev.posthaste.address.DomainName;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Asks the directory for a domain once a message, however many stages need it. */
final class HostedDomains {

    private final AccountDirectory directory;

    HostedDomains(AccountDirectory directory) {
        this.directory = directory;
    }

    Uni<Optional<HostedDomain>> of(Passage message, DomainName domain) {
        Optional<HostedDomain> known = message.hosted().get(domain);
        return known == null
                ? directory.hosted(domain).invoke(found -> message.hosted().put(domain, found))
                : Uni.createFrom().item(known);
    }
}
