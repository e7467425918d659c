package dev.posthaste.mailbox.redis;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.mailbox.FolderChange;
import java.util.Optional;

/**
 * A message between processes. The origin lets a process recognise its own messages.
 *
 * <pre>
 * message = "changed" SP origin SP account SP folder SP modseq
 *         / "missed" SP origin                                  ; the origin could not publish all changes
 *         / "alive" SP origin                                   ; heartbeat, checked only by the origin itself
 * </pre>
 */
sealed interface FeedMessage {

    /** The sending process: any word. */
    String origin();

    /** A folder changed. */
    record Changed(String origin, FolderChange change) implements FeedMessage {
        @Override
        public String toString() {
            return "changed " + origin + ' ' + change.account() + ' ' + change.folder() + ' ' + change.modSeq();
        }
    }

    /** Any folder may have changed. */
    record Missed(String origin) implements FeedMessage {
        @Override
        public String toString() {
            return "missed " + origin;
        }
    }

    /** A heartbeat. */
    record Alive(String origin) implements FeedMessage {
        @Override
        public String toString() {
            return "alive " + origin;
        }
    }

    /** Parses the result of {@code toString}; empty for anything else, such as a message of a later version. */
    static Optional<FeedMessage> parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length == 2 && words[0].equals("missed")) {
            return Optional.of(new Missed(words[1]));
        }
        if (words.length == 2 && words[0].equals("alive")) {
            return Optional.of(new Alive(words[1]));
        }
        return words.length == 5 && words[0].equals("changed") ? changed(words) : Optional.empty();
    }

    private static Optional<FeedMessage> changed(String[] words) {
        return AccountId.parse(words[2])
                .flatMap(account -> FolderId.parse(words[3])
                        .flatMap(folder -> number(words[4])
                                .map(modSeq -> new Changed(words[1], new FolderChange(account, folder, modSeq)))));
    }

    private static Optional<Long> number(String digits) {
        try {
            return Optional.of(Long.parseLong(digits));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
