package dev.posthaste.intake;

import dev.posthaste.account.AccountDirectory.HostedDomain;
import dev.posthaste.address.DomainName;
import dev.posthaste.senderauth.DkimKey;
import java.util.List;
import java.util.Optional;

/** Looks up the DKIM keys of the author's domain while the body of a submission that leaves this server comes in. */
final class SigningKeyStage implements Stage {

    private final HostedDomains domains;
    private final DomainName hostname;
    private final ParsedKeys parsed = new ParsedKeys();

    SigningKeyStage(HostedDomains domains, DomainName hostname) {
        this.domains = domains;
        this.hostname = hostname;
    }

    @Override
    public String name() {
        return "signing-key";
    }

    @Override
    public Place place() {
        return Place.HEADER;
    }

    @Override
    public boolean concerns(StageContext message) {
        return message.kind() == StageContext.Kind.SUBMIT && ((Passage) message).leaves();
    }

    @Override
    public Answer judge(StageContext message) {
        Passage passage = (Passage) message;
        DomainName domain = Author.domain(message.header()).orElse(hostname);
        return new Answer.Later(domains.of(passage, domain)
                .invoke(hosted -> passage.signingKeys(keys(hosted)))
                .replaceWith(List.of()));
    }

    private List<DkimKey> keys(Optional<HostedDomain> hosted) {
        return hosted.map(domain -> domain.keys().stream()
                        .map(key -> parsed.of(domain.name(), key))
                        .toList())
                .orElse(List.of());
    }
}
