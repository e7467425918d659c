package dev.posthaste.api.grpc;

import com.google.protobuf.Timestamp;
import dev.posthaste.api.EmailDraft;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.grpc.v1.Mailbox;
import dev.posthaste.mime.AddressList;
import java.time.Instant;
import java.util.List;

/** Shapes that several services share. */
final class Shapes {

    private Shapes() {}

    static Timestamp time(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** In protobuf a size that is not said is zero. */
    static PageToken page(int size, String token) {
        return new PageToken(size == 0 ? PageToken.DEFAULT_SIZE : size, token);
    }

    static Mailbox mailbox(dev.posthaste.mime.Mailbox mailbox) {
        return Mailbox.newBuilder()
                .setAddress(mailbox.spec())
                .setName(mailbox.decodedName())
                .build();
    }

    static List<Mailbox> mailboxes(AddressList list) {
        return list.mailboxes().stream().map(Shapes::mailbox).toList();
    }

    static Mailbox first(AddressList list) {
        return list.mailboxes().stream().findFirst().map(Shapes::mailbox).orElse(Mailbox.getDefaultInstance());
    }

    static EmailDraft.Person person(Mailbox mailbox) {
        return new EmailDraft.Person(mailbox.getAddress(), mailbox.getName());
    }

    static List<EmailDraft.Person> people(List<Mailbox> mailboxes) {
        return mailboxes.stream().map(Shapes::person).toList();
    }
}
