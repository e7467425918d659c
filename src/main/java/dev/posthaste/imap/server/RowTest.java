package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.SearchKey;
import dev.posthaste.mailbox.StoredMessage;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A search key that is decided by what is stored of one message. */
interface RowTest {

    /** Whether this message is found. */
    Uni<Boolean> matches(StoredMessage message);

    /** The day on which it came, as INTERNALDATE tells it: in UTC. */
    record Internal(SearchKey.Internal key) implements RowTest {
        @Override
        public Uni<Boolean> matches(StoredMessage message) {
            LocalDate day = message.internalDate().atOffset(ZoneOffset.UTC).toLocalDate();
            return Uni.createFrom().item(is(day, key.when(), key.day()));
        }
    }

    /** The day in its Date field, as its author wrote it. */
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

    /** Has more octets. */
    record Larger(long octets) implements RowTest {
        @Override
        public Uni<Boolean> matches(StoredMessage message) {
            return Uni.createFrom().item(message.size() > octets);
        }
    }

    /** Has fewer octets. */
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
