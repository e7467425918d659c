package dev.posthaste.intake;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountDirectory.Ownership;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.TenantId;
import dev.posthaste.mime.Mailbox;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * Refuses a submission whose From field names an address that its sender does not own: a user owns the addresses of the
 * account, a program those of its tenant's domains (RFC 6409 section 6.1).
 */
final class AuthorStage implements Stage {

    private final AccountDirectory directory;
    private final HostedDomains domains;

    AuthorStage(AccountDirectory directory, HostedDomains domains) {
        this.directory = directory;
        this.domains = domains;
    }

    /** Asks whether the sender may write as {@code author}. */
    private interface Rule {
        Uni<Boolean> isOwned(EmailAddress author);
    }

    @Override
    public String name() {
        return "author";
    }

    @Override
    public Place place() {
        return Place.HEADER;
    }

    @Override
    public boolean concerns(StageContext message) {
        return message.kind() == StageContext.Kind.SUBMIT && message.origin().entrance() != Origin.Entrance.SYSTEM;
    }

    @Override
    public Answer judge(StageContext message) {
        List<Mailbox> authors = Author.mailboxes(message.header());
        List<EmailAddress> addresses =
                authors.stream().flatMap(author -> author.address().stream()).toList();
        if (message.header().all("From").size() != 1 || addresses.isEmpty() || addresses.size() != authors.size()) {
            return Answer.of(new Action.Refuse(Refusal.of(
                    Refusal.Reason.NO_AUTHOR, "a submission has one From field with the address of its author")));
        }
        return new Answer.Later(firstForeign(rule((Passage) message), addresses, 0)
                .map(foreign -> foreign.<List<Action>>map(address -> List.of(new Action.Refuse(
                                Refusal.of(Refusal.Reason.NOT_YOUR_ADDRESS, "you may not send as " + address))))
                        .orElse(List.of())));
    }

    private Rule rule(Passage message) {
        return switch (message.origin().principal()) {
            case Origin.Authenticated.Account(AccountId account, var address) -> author -> owns(account, author);
            case Origin.Authenticated.Key key -> author -> hosts(message, author);
            case Origin.Authenticated.Platform platform -> author -> hosts(message, author);
            case Origin.Authenticated.ThisServer system ->
                author -> Uni.createFrom().item(true);
            case Origin.Authenticated.Nobody nobody ->
                author -> Uni.createFrom().item(false);
        };
    }

    private Uni<Boolean> owns(AccountId account, EmailAddress author) {
        return directory.ownership(account, author).map(ownership -> ownership == Ownership.OWNED);
    }

    private Uni<Boolean> hosts(Passage message, EmailAddress author) {
        TenantId tenant = message.tenant();
        return domains.of(message, author.domain())
                .map(hosted ->
                        hosted.filter(domain -> domain.tenant().equals(tenant)).isPresent());
    }

    private static Uni<Optional<EmailAddress>> firstForeign(Rule rule, List<EmailAddress> addresses, int index) {
        if (index == addresses.size()) {
            return Uni.createFrom().item(Optional.empty());
        }
        EmailAddress address = addresses.get(index);
        return rule.isOwned(address)
                .chain(owned -> owned
                        ? firstForeign(rule, addresses, index + 1)
                        : Uni.createFrom().item(Optional.of(address)));
    }
}
