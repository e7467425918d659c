package dev.posthaste.api.email;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountDirectory.HostedDomain;
import dev.posthaste.account.AccountDirectory.Ownership;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ApiLimits;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.IdempotencyKeys;
import dev.posthaste.api.Incoming;
import dev.posthaste.api.IntakeErrors;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Operation.Nothing;
import dev.posthaste.api.Origins;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Repeats;
import dev.posthaste.api.Worker;
import dev.posthaste.api.email.EmailShapes.ListEmailRecipientsResponse;
import dev.posthaste.api.email.EmailShapes.ListEmailsRequest;
import dev.posthaste.api.email.EmailShapes.ListEmailsResponse;
import dev.posthaste.api.email.EmailShapes.SendEmailRequest;
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
import dev.posthaste.login.Scope;
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
public final class EmailCalls implements Endpoint.Resource {

    /** Send an email. */
    public static final Operation<SendEmailRequest, EmailShapes.Email> SEND_EMAIL = Operation.named(
                    "sendEmail", Scope.EMAILS_SEND, "Send an email")
            .post("/emails", SendEmailRequest.class, EmailShapes.Email.class)
            .status(202)
            .example("{\"from\": \"Alice <alice@example.org>\", \"to\": [\"bob@example.net\"],"
                    + " \"subject\": \"Your order 4711\", \"text\": \"Thank you!\","
                    + " \"tags\": [\"receipt\"], \"metadata\": {\"order\": \"4711\"}}")
            .fails(
                    ErrorCode.VALIDATION_FAILED,
                    ErrorCode.MISSING_FIELD,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.INVALID_ADDRESS,
                    ErrorCode.INVALID_HEADER,
                    ErrorCode.LIMIT_EXCEEDED,
                    ErrorCode.CONTENT_CONFLICT,
                    ErrorCode.RECIPIENT_UNKNOWN,
                    ErrorCode.RECIPIENT_OVER_QUOTA,
                    ErrorCode.INVALID_MESSAGE,
                    ErrorCode.DOMAIN_NOT_HOSTED,
                    ErrorCode.SENDER_NOT_OWNED);

    /** Get an email. */
    public static final Operation<Nothing, EmailShapes.Email> GET_EMAIL = Operation.named(
                    "getEmail", Scope.EMAILS_READ, "Get an email")
            .get("/emails/{id}", Nothing.class, EmailShapes.Email.class)
            .fails();

    /** List emails. */
    public static final Operation<ListEmailsRequest, ListEmailsResponse> LIST_EMAILS = Operation.named(
                    "listEmails", Scope.EMAILS_READ, "List emails")
            .get("/emails", ListEmailsRequest.class, ListEmailsResponse.class)
            .fails(
                    ErrorCode.VALIDATION_FAILED,
                    ErrorCode.MISSING_FIELD,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.LIMIT_EXCEEDED);

    /** List the recipients of an email. */
    public static final Operation<Nothing, ListEmailRecipientsResponse> LIST_EMAIL_RECIPIENTS = Operation.named(
                    "listEmailRecipients", Scope.EMAILS_READ, "List the recipients of an email")
            .get("/emails/{id}/recipients", Nothing.class, ListEmailRecipientsResponse.class)
            .fails();

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

    /** Uses these. */
    public EmailCalls(
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

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                new Endpoint.Single<>(
                        SEND_EMAIL,
                        (call, body) -> send(call.caller(), body.draft(call.idempotencyKey()), call.origin())
                                .map(sent -> new Repeats.Answer<>(EmailShapes.Email.of(sent.email()), sent.novelty()))),
                Endpoint.of(
                        GET_EMAIL,
                        (call, none) -> get(call.caller(), call.name()).map(EmailShapes.Email::of)),
                Endpoint.of(
                        LIST_EMAILS,
                        (call, query) -> list(call.caller(), query.query(call.page()))
                                .map(page -> new ListEmailsResponse(page.shapes(EmailShapes.Email::of), page.next()))),
                Endpoint.of(
                        LIST_EMAIL_RECIPIENTS,
                        (call, none) -> recipients(call.caller(), call.name())
                                .map(states -> ListEmailRecipientsResponse.of(states.stream()))));
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
            Email.Person author,
            String subject,
            List<CheckedEmail.Addressee> to,
            Optional<IdempotencyKey> key,
            byte[] octets) {}

    /** Takes an email for delivery; the answer comes after the commit. */
    public Uni<Sent> send(Principal caller, EmailDraft draft, Origin dialect) {
        Origin origin = Origins.of(dialect, caller);
        return Access.run(
                caller,
                SEND_EMAIL,
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
                .item(new Sent(
                        Recipients.email(request, accepted, ready.author(), ready.subject()), accepted.novelty()));
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
                new Email.Person(from.name(), from.mailbox().spec()),
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
                .map(text -> IdempotencyKeys.read(IdempotencyKeys.SEND, text, draft.fingerprint()));
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
                        Recipients.email(request, accepted, ready.author(), ready.subject()), accepted.novelty()))
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
        return Access.run(caller, GET_EMAIL, tenant -> find(caller, email));
    }

    /** The recipients of an email with their attempts. */
    public Uni<List<Email.RecipientState>> recipients(Principal caller, String email) {
        return Access.run(
                caller, LIST_EMAIL_RECIPIENTS, tenant -> find(caller, email).map(Email::recipients));
    }

    /** A page of emails. */
    public Uni<PageToken.Slice<Email>> list(Principal caller, Query query) {
        return Access.run(caller, LIST_EMAILS, tenant -> {
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
