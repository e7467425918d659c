package dev.posthaste.event.postgres;

import dev.posthaste.event.Event;
import dev.posthaste.event.EventType;
import dev.posthaste.event.Position;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** From a row of the log to an event. */
final class EventRows {

    private EventRows() {}

    /** Only rows of types that this version knows are selected. */
    static Event event(Row row) {
        EventType type = EventType.ofCode(row.getShort("type")).orElseThrow();
        return new Event(
                new Position(row.getLong("position")),
                row.getOffsetDateTime("recorded_at").toInstant(),
                new TenantId(row.getUUID("tenant_id")),
                type,
                new Event.Subject(type.kind(), row.getUUID("subject_id")),
                mail(row, type),
                Objects.requireNonNullElse(row.getString("data"), "{}"));
    }

    private static Optional<Event.Mail> mail(Row row, EventType type) {
        return type.kind() == EventType.Kind.FOLDER
                ? Optional.of(new Event.Mail(
                        new AccountId(row.getUUID("account_id")),
                        row.getLong("modseq"),
                        messages(row),
                        Optional.ofNullable(row.getUUID("email_id")).map(EmailId::new)))
                : Optional.empty();
    }

    private static List<Event.Message> messages(Row row) {
        Long uid = row.getLong("uid");
        if (uid != null) {
            return List.of(new Event.Message(uid, new StoredMessageId(row.getUUID("message_id"))));
        }
        Long[] uids = row.getArrayOfLongs("uids");
        UUID[] ids = row.getArrayOfUUIDs("message_ids");
        List<Event.Message> messages = new ArrayList<>();
        for (int i = 0; uids != null && ids != null && i < uids.length; i++) {
            messages.add(new Event.Message(uids[i], new StoredMessageId(ids[i])));
        }
        return messages;
    }
}
