package dev.posthaste.api.email;

import dev.posthaste.queue.Email;
import java.util.List;

/** Where an email stands as a whole. */
public final class EmailStatus {

    /** From what is least settled to what is best. */
    private static final List<Email.Status> ORDER = List.of(
            Email.Status.SENDING,
            Email.Status.SCHEDULED,
            Email.Status.QUEUED,
            Email.Status.DEFERRED,
            Email.Status.BOUNCED,
            Email.Status.EXPIRED,
            Email.Status.CANCELLED,
            Email.Status.CAPTURED,
            Email.Status.DELIVERED);

    private EmailStatus() {}

    /** Where the recipient stands that is least far. */
    public static Email.Status of(Email email) {
        return ORDER.stream()
                .filter(status -> email.recipients().stream().anyMatch(recipient -> recipient.status() == status))
                .findFirst()
                .orElse(Email.Status.DELIVERED);
    }
}
