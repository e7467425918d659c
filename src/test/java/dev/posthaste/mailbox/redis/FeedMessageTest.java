package dev.posthaste.mailbox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.mailbox.FolderChange;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedMessageTest {

    private final Random random = new Random(7);

    @Test
    void what_was_written_is_read() {
        for (int i = 0; i < Fuzz.CASES; i++) {
            FeedMessage message = any();

            assertThat(FeedMessage.parse(message.toString())).contains(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "changed",
                "missed",
                "missed a b",
                "alive",
                "later a",
                "changed a b c 1",
                "changed a acc_00000000000000000000000000 fld_00000000000000000000000000 x",
                "changed a acc_00000000000000000000000000 fld_00000000000000000000000000 1 2"
            })
    void what_is_no_message_is_passed_over(String text) {
        assertThat(FeedMessage.parse(text)).isEmpty();
    }

    @Test
    void damaged_messages_never_throw() {
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder text = new StringBuilder(any().toString());
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x110));
            text.setLength(random.nextInt(text.length() + 1));

            Stream.of(FeedMessage.parse(text.toString()))
                    .flatMap(Optional::stream)
                    .forEach(read ->
                            assertThat(FeedMessage.parse(read.toString())).contains(read));
        }
    }

    private FeedMessage any() {
        String origin =
                UUID.nameUUIDFromBytes(new byte[] {(byte) random.nextInt()}).toString();
        FolderChange change = new FolderChange(
                new AccountId(new UUID(random.nextLong(), random.nextLong())),
                new FolderId(new UUID(random.nextLong(), random.nextLong())),
                random.nextLong());
        return switch (random.nextInt(3)) {
            case 0 -> new FeedMessage.Missed(origin);
            case 1 -> new FeedMessage.Alive(origin);
            default -> new FeedMessage.Changed(origin, change);
        };
    }
}
