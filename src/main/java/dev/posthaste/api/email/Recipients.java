package dev.posthaste.api.email;

import dev.posthaste.account.Destination;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Findings;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.SubmitRequest;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.queue.Email;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The recipients of an email: refused before intake where they cannot be reached, shown as intake left them. */
public final class Recipients {

    private Recipients() {}

    /**
     * Everyone with his destination, both by the folded address; fails if somebody is not here or has no room.
     */
    static List<Recipient> of(Map<String, CheckedEmail.Addressee> addressees, Map<String, Destination> destinations) {
        Findings unknown = new Findings();
        Findings full = new Findings();
        List<Recipient> recipients = new ArrayList<>();
        addressees.forEach((folded, to) -> {
            EmailAddress address = to.person().address();
            switch (destinations.getOrDefault(folded, new Destination.Unknown())) {
                case Destination.Unknown() ->
                    unknown.add(to.pointer(), ErrorCode.RECIPIENT_UNKNOWN, "there is no '" + address + "' here");
                case Destination.Full ignored ->
                    full.add(to.pointer(), ErrorCode.RECIPIENT_OVER_QUOTA, "the account of '" + address + "' is full");
                case Destination.Local local -> recipients.add(new Recipient(address, to.role(), local));
                case Destination.Elsewhere elsewhere -> recipients.add(new Recipient(address, to.role(), elsewhere));
            }
        });
        unknown.throwIfAny();
        full.throwIfAny();
        return List.copyOf(recipients);
    }

    /** The email as its history will tell it, in the moment of acceptance. */
    public static Email email(
            SubmitRequest request, SubmitResult.Accepted accepted, Email.Person author, String subject) {
        List<Email.RecipientState> states = new ArrayList<>();
        for (SubmitResult.Handled handled : accepted.recipients()) {
            states.add(state(states.size(), handled, accepted.at()));
        }
        return new Email(
                request.tenant(),
                accepted.email(),
                request.origin().entrance().word(),
                request.from().toString(),
                author,
                Email.Person.NONE,
                subject,
                accepted.messageId(),
                accepted.size(),
                request.labels().tags(),
                request.labels().metadata(),
                accepted.at(),
                states);
    }

    private static Email.RecipientState state(int number, SubmitResult.Handled handled, Instant at) {
        Email.Status status =
                switch (handled.status()) {
                    case DELIVERED -> Email.Status.DELIVERED;
                    case QUEUED -> Email.Status.QUEUED;
                    case CAPTURED -> Email.Status.CAPTURED;
                    case DISCARDED -> Email.Status.DELIVERED;
                    case SCHEDULED -> Email.Status.SCHEDULED;
                };
        Optional<Instant> settledAt = status == Email.Status.QUEUED ? Optional.empty() : Optional.of(at);
        return new Email.RecipientState(
                number,
                handled.address(),
                handled.role().name().toLowerCase(Locale.ROOT),
                status,
                "",
                0,
                Optional.empty(),
                settledAt,
                List.of());
    }
}
