package dev.posthaste.api;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountDirectory.HostedDomain;
import dev.posthaste.account.AccountDirectory.Ownership;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.IdempotencyKey;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Origin;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.SubmitRequest;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.login.Principal;
import dev.posthaste.mime.AddressList;
import dev.posthaste.queue.Email;
import dev.posthaste.queue.EmailHistory;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends emails and tells what became of them. */
@Singleton
public final class EmailCalls {

    /** Questions to the directory that are under way for one email at a time. */
    private static final int RESOLVED_AT_ONCE = 16;

    private static final String LIST = "emails";

    private final AccountDirectory directory;
    private final Intake intake;
    private final EmailHistory history;
    private final ApiLimits limits;
    private final InstantSource clock;
    private final SecureRandom chance;
    private final Worker worker;
    private final MeterRegistry meters;

    EmailCalls(
            AccountDirectory directory,
            Intake intake,
            EmailHistory history,
            ApiLimits limits,
            InstantSource clock,
            SecureRandom chance,
            Worker worker,
            MeterRegistry meters) {
        this.directory = directory;
        this.intake = intake;
        this.history = history;
        this.limits = limits;
        this.clock = clock;
        this.chance = chance;
        this.worker = worker;
        this.meters = meters;
    }

    /**
     * An email that was accepted.
     *
     * @param novelty whether this request made it, or an earlier one with the same idempotency key
     */
    public record Sent(Email email, SubmitResult.Novelty novelty) {}

    /** Which emails. */
    public record Query(Optional<Email.Status> status, Optional<String> tag, PageToken page) {}

    /** A message that is ready for intake. */
    private record Ready(
            EmailAddress sender,
            String from,
            String subject,
            List<CheckedEmail.Addressee> to,
            Optional<IdempotencyKey> key,
            byte[] octets) {}

    /** Takes an email for delivery; the answer comes after the commit. */
    public Uni<Sent> send(Principal caller, EmailDraft draft, Origin dialect) {
        Origin origin = Origins.of(dialect, caller);
        return Access.run(
                caller,
                Operation.SEND_EMAIL,
                tenant -> Uni.createFrom()
                        .item(() -> EmailCheck.check(draft, limits.messageOctets()))
                        .map(this::ready)
                        .runSubscriptionOn(worker)
                        .call(ready -> requireSender(caller, ready))
                        .flatMap(ready -> earlier(tenant, ready)
                                .flatMap(earlier -> earlier.isPresent()
                                        ? again(tenant, ready, earlier.get(), draft, origin)
                                        : first(tenant, ready, draft, origin))));
    }

    private Uni<Sent> first(TenantId tenant, Ready ready, EmailDraft draft, Origin origin) {
        return resolve(ready.to())
                .map(recipients -> request(tenant, ready, recipients, draft, origin))
                .flatMap(request -> deliver(request, ready));
    }

    /** A request that is repeated is answered as it was, whatever has become of its recipients since. */
    private static Uni<Sent> again(
            TenantId tenant, Ready ready, SubmitResult earlier, EmailDraft draft, Origin origin) {
        SubmitResult.Accepted accepted = accepted(earlier);
        SubmitRequest request = request(tenant, ready, List.of(), draft, origin);
        return Uni.createFrom()
                .item(new Sent(Recipients.email(request, accepted, ready.from(), ready.subject()), accepted.novelty()));
    }

    private Uni<Optional<SubmitResult>> earlier(TenantId tenant, Ready ready) {
        return ready.key()
                .map(key -> intake.earlier(tenant, key))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Ready ready(CheckedEmail email) {
        if (email.draft().raw().isPresent()) {
            return raw(email, RawEmail.of(email.draft().raw().get()));
        }
        People.Known from = email.from().orElseThrow();
        return new Ready(
                from.address(),
                new AddressList(List.of(from.mailbox())).toString(),
                email.draft().composition().subject(),
                email.addressees(),
                key(email.draft()),
                EmailComposition.compose(email, clock.instant(), chance));
    }

    private static Ready raw(CheckedEmail email, RawEmail raw) {
        List<CheckedEmail.Addressee> to = email.addressees().isEmpty() ? raw.addressees() : email.addressees();
        return new Ready(raw.author(), raw.from(), raw.subject(), to, key(email.draft()), raw.octets());
    }

    private static Optional<IdempotencyKey> key(EmailDraft draft) {
        return draft.idempotencyKey()
                .map(text -> IdempotencyKeys.read(IdempotencyKeys.SEND, text, Fingerprint.of(draft)));
    }

    /** May the caller send as this address? */
    private Uni<Void> requireSender(Principal caller, Ready ready) {
        return switch (caller) {
            case Principal.AccountHolder holder ->
                directory
                        .ownership(holder.account(), ready.sender())
                        .invoke(ownership -> requireOwned(ownership, ready.sender()))
                        .replaceWithVoid();
            case Principal.KeyHolder ignored -> requireHosted(caller.tenant(), ready.sender());
            case Principal.Platform ignored -> requireHosted(caller.tenant(), ready.sender());
        };
    }

    private static void requireOwned(Ownership ownership, EmailAddress sender) {
        switch (ownership) {
            case OWNED -> {}
            case NOT_OWNED ->
                throw ApiException.at("/from", ErrorCode.SENDER_NOT_OWNED, "you may not send as '" + sender + "'", "");
        }
    }

    private Uni<Void> requireHosted(TenantId tenant, EmailAddress sender) {
        return directory
                .hosted(sender.domain())
                .invoke(domain -> requireTenant(domain, tenant, sender))
                .replaceWithVoid();
    }

    private static void requireTenant(Optional<HostedDomain> domain, TenantId tenant, EmailAddress sender) {
        if (domain.filter(hosted -> hosted.tenant().equals(tenant)).isEmpty()) {
            throw ApiException.at(
                            "/from",
                            ErrorCode.DOMAIN_NOT_HOSTED,
                            "the domain " + sender.domain() + " is not one of yours",
                            "POST /v1/domains {\"name\": \"" + sender.domain() + "\"}")
                    .with("domain", sender.domain().ascii());
        }
    }

    /** Where everyone is; the first role of an address that is named twice counts. */
    private Uni<List<Recipient>> resolve(List<CheckedEmail.Addressee> addressees) {
        Map<String, CheckedEmail.Addressee> distinct = new LinkedHashMap<>();
        addressees.forEach(
                addressee -> distinct.putIfAbsent(addressee.person().address().folded(), addressee));
        return Multi.createFrom()
                .iterable(distinct.entrySet())
                .onItem()
                .transformToUni(entry -> directory
                        .resolve(entry.getValue().person().address())
                        .map(destination -> Map.entry(entry.getKey(), destination)))
                .merge(RESOLVED_AT_ONCE)
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(destinations -> Recipients.of(distinct, destinations));
    }

    private static SubmitRequest request(
            TenantId tenant, Ready ready, List<Recipient> recipients, EmailDraft draft, Origin origin) {
        return new SubmitRequest(
                origin,
                tenant,
                ReversePath.of(ready.sender()),
                recipients,
                Acceptance.Transport.ANY,
                draft.labels(),
                ready.key(),
                Optional.empty());
    }

    private Uni<Sent> deliver(SubmitRequest request, Ready ready) {
        return Incoming.pour(Multi.createFrom().item(ready.octets()), intake.submit(request))
                .map(EmailCalls::accepted)
                .map(accepted -> new Sent(
                        Recipients.email(request, accepted, ready.from(), ready.subject()), accepted.novelty()))
                .invoke(sent -> count(sent, request.origin()));
    }

    private static SubmitResult.Accepted accepted(SubmitResult result) {
        return switch (result) {
            case SubmitResult.Accepted accepted -> accepted;
            case NotAccepted answer -> throw IntakeErrors.of(answer);
        };
    }

    private void count(Sent sent, Origin origin) {
        meters.counter(
                        "posthaste.emails.accepted",
                        "with",
                        origin.entrance() == Origin.Entrance.GRPC ? "GRPC" : "HTTP",
                        "novelty",
                        sent.novelty().name())
                .increment();
    }

    /** One email with its recipients and their attempts. */
    public Uni<Email> get(Principal caller, String email) {
        return Access.run(caller, Operation.GET_EMAIL, tenant -> find(caller, email));
    }

    /** The recipients of an email with their attempts. */
    public Uni<List<Email.RecipientState>> recipients(Principal caller, String email) {
        return Access.run(
                caller,
                Operation.LIST_EMAIL_RECIPIENTS,
                tenant -> find(caller, email).map(Email::recipients));
    }

    /** A page of emails. */
    public Uni<PageToken.Slice<Email>> list(Principal caller, Query query) {
        return Access.run(caller, Operation.LIST_EMAILS, tenant -> {
            Access.requireProgram(caller);
            query.tag().ifPresent(EmailCheck::requireTag);
            int size = query.page().checkedSize();
            EmailHistory.Filter filter = new EmailHistory.Filter(
                    query.status(), query.tag(), query.page().after(LIST, EmailId::parse), size);
            return history.list(tenant, filter).map(found -> slice(found, size));
        });
    }

    private static PageToken.Slice<Email> slice(List<Email> found, int size) {
        String next = found.size() < size
                ? ""
                : PageToken.next(LIST, found.getLast().id().toString());
        return new PageToken.Slice<>(found, next);
    }

    private Uni<Email> find(Principal caller, String text) {
        Access.requireProgram(caller);
        EmailId id = EmailId.parse(text).orElseThrow(() -> Access.notFound("email", text));
        return history.get(caller.tenant(), id).map(found -> found.orElseThrow(() -> Access.notFound("email", text)));
    }
}
