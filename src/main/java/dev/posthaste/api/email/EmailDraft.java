package dev.posthaste.api.email;

import dev.posthaste.api.Fingerprint;
import dev.posthaste.intake.Labels;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An email as a program describes it, nothing of it checked yet.
 *
 * @param raw a complete message instead of a composition
 * @param idempotencyKey a promise that two requests are one; empty for none
 */
public record EmailDraft(
        Addressees addressees,
        Composition composition,
        Optional<byte[]> raw,
        Labels labels,
        Optional<String> idempotencyKey) {

    /** The digest of all that is asked for, the same in both dialects. */
    byte[] fingerprint() {
        Fingerprint fingerprint = new Fingerprint();
        people(fingerprint, addressees.from().stream().toList());
        List.of(addressees.to(), addressees.cc(), addressees.bcc(), addressees.replyTo())
                .forEach(people -> people(fingerprint, people));
        fingerprint.texts(List.of(composition.subject(), composition.text(), composition.html()));
        fingerprint.number(composition.headers().size());
        composition.headers().forEach(field -> fingerprint.texts(List.of(field.name(), field.value())));
        fingerprint.number(composition.attachments().size());
        composition.attachments().forEach(file -> {
            fingerprint.texts(List.of(
                    file.filename(), file.contentType(), file.placement().name(), file.contentId()));
            fingerprint.octets(file.content());
        });
        fingerprint.octets(raw.orElse(new byte[0]));
        fingerprint.texts(labels.tags());
        new TreeMap<>(labels.metadata()).forEach((key, value) -> fingerprint.texts(List.of(key, value)));
        return fingerprint.digest();
    }

    private static void people(Fingerprint fingerprint, List<Person> people) {
        fingerprint.number(people.size());
        people.forEach(person -> fingerprint.texts(List.of(person.address(), person.name())));
    }

    /**
     * Somebody, as written.
     *
     * @param address {@code ana@example.org}, or {@code Ana <ana@example.org>} where {@code name} is empty
     */
    public record Person(String address, String name) {}

    /** Who writes to whom. */
    public record Addressees(
            Optional<Person> from, List<Person> to, List<Person> cc, List<Person> bcc, List<Person> replyTo) {
        /** Keeps its own copies. */
        public Addressees {
            to = List.copyOf(to);
            cc = List.copyOf(cc);
            bcc = List.copyOf(bcc);
            replyTo = List.copyOf(replyTo);
        }
    }

    /** What is written; the empty string is a text that is not there. */
    public record Composition(
            String subject, String text, String html, List<Field> headers, List<Attachment> attachments) {
        /** Keeps its own copies. */
        public Composition {
            headers = List.copyOf(headers);
            attachments = List.copyOf(attachments);
        }
    }

    /** A further header field. */
    public record Field(String name, String value) {}

    /** A file that goes along; the empty string is a property that is not said. */
    public record Attachment(
            String filename, String contentType, byte[] content, Placement placement, String contentId) {}

    /** How an attachment is meant to be shown. */
    public enum Placement {
        /** Within the text if it has a content id, beside it otherwise. */
        UNSAID,
        /** Beside the text. */
        ATTACHMENT,
        /** Within the text. */
        INLINE
    }
}
