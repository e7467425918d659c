package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.SearchKey;
import dev.posthaste.mailbox.StoredMessage;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A search key that is tested on one stored message. */
interface RowTest {

    /** Whether the message matches. */
    Uni<Boolean> matches(StoredMessage message);

    /** Compares the day of the INTERNALDATE, in UTC. */
    record Internal(SearchKey.Internal key) implements RowTest {
        @Override
        public Uni<Boolean> matches(StoredMessage message) {
            LocalDate day = message.internalDate().atOffset(ZoneOffset.UTC).toLocalDate();
            return Uni.createFrom().item(is(day, key.when(), key.day()));
        }
    }

    /** Compares the day of the Date field, in its own time zone. */
    record Sent(SearchKey.Sent key) implements RowTest {
        @Override
        public Uni<Boolean> matches(StoredMessage message) {
            boolean found = MessageContent.index(message)
                    .envelope()
                    .sentAt()
                    .map(OffsetDateTime::toLocalDate)
                    .filter(day -> is(day, key.when(), key.day()))
                    .isPresent();
            return Uni.createFrom().item(found);
        }
    }

    /** The message is larger. */
    record Larger(long octets) implements RowTest {
        @Override
        public Uni<Boolean> matches(StoredMessage message) {
            return Uni.createFrom().item(message.size() > octets);
        }
    }

    /** The message is smaller. */
    record Smaller(long octets) implements RowTest {
        @Override
        public Uni<Boolean> matches(StoredMessage message) {
            return Uni.createFrom().item(message.size() < octets);
        }
    }

    private static boolean is(LocalDate day, SearchKey.When when, LocalDate wanted) {
        return switch (when) {
            case BEFORE -> day.isBefore(wanted);
            case ON -> day.equals(wanted);
            case SINCE -> !day.isBefore(wanted);
        };
    }
}
