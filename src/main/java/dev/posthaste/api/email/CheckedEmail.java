package dev.posthaste.api.email;

import dev.posthaste.intake.Recipient;
import java.util.List;
import java.util.Optional;

/**
 * An email whose every field is as it must be, before anything was looked up.
 *
 * @param from the author; empty if the message is raw and says it itself
 */
record CheckedEmail(
        Optional<People.Known> from, List<Addressee> addressees, List<People.Known> replyTo, EmailDraft draft) {

    /** Somebody whom the email goes to, and where the request says so. */
    record Addressee(String pointer, People.Known person, Recipient.Role role) {}

    /** Those of one role, in their order. */
    List<People.Known> people(Recipient.Role role) {
        return addressees.stream()
                .filter(addressee -> addressee.role() == role)
                .map(Addressee::person)
                .toList();
    }
}
