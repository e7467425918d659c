package dev.posthaste.api.rest;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.posthaste.api.EmailDraft;
import dev.posthaste.mime.AddressList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Somebody to write to, or who wrote: in requests also as one text. */
@Schema(
        name = "Mailbox",
        description = "Somebody to write to, or who wrote (RFC 5322 section 3.4). In requests also one text:"
                + " `ana@example.org` or `Ana <ana@example.org>`.")
record PersonJson(
        @Schema(description = "The address.", examples = "ana@example.org") @Nullable
        String address,

        @Schema(description = "The display name; may be empty.", examples = "Ana") @Nullable
        String name) {

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    PersonJson {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PersonJson of(String text) {
        return new PersonJson(text, null);
    }

    static PersonJson of(dev.posthaste.mime.Mailbox mailbox) {
        return new PersonJson(mailbox.spec(), mailbox.decodedName());
    }

    static List<PersonJson> of(AddressList list) {
        return list.mailboxes().stream().map(PersonJson::of).toList();
    }

    /** The first of a list, with an empty address if there is none. */
    static PersonJson first(AddressList list) {
        return list.mailboxes().stream().findFirst().map(PersonJson::of).orElseGet(() -> new PersonJson("", ""));
    }

    EmailDraft.Person draft() {
        return new EmailDraft.Person(Body.text(address), Body.text(name));
    }

    static Optional<EmailDraft.Person> author(@Nullable PersonJson person) {
        return Optional.ofNullable(person).map(PersonJson::draft);
    }

    static List<EmailDraft.Person> drafts(String pointer, @Nullable List<PersonJson> people) {
        return Body.list(pointer, people).stream().map(PersonJson::draft).toList();
    }
}
