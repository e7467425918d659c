package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.mailbox.FolderStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderCallsTest {

    private static final String ALICE = "alice@example.org";

    private final ApiWorld world = new ApiWorld();

    @BeforeEach
    void an_account() {
        ApiWorld.now(world.domains.create(world.owner(), "example.org"));
        ApiWorld.now(world.accounts.create(world.owner(), EveryCall.account(ALICE)));
    }

    @Test
    void inbox_comes_first_with_its_counts() {
        ApiWorld.now(world.emails.send(world.owner(), EveryCall.letter(ALICE), EveryCall.ORIGIN));
        FolderStatus inbox =
                ApiWorld.now(world.folders.list(world.owner(), ALICE)).getFirst();

        assertThat(inbox.folder().name().isInbox()).isTrue();
        assertThat(inbox.messages()).isEqualTo(1);
        assertThat(inbox.unseen()).isEqualTo(1);
    }

    @Test
    void a_folder_is_made_renamed_and_deleted_by_id_or_name() {
        FolderStatus made = ApiWorld.now(world.folders.create(world.owner(), ALICE, "Work/Invoices"));
        String id = made.folder().id().toString();
        ApiWorld.now(world.folders.rename(world.owner(), Precondition.none(), ALICE, id, "Work/Receipts"));

        assertThat(ApiWorld.now(world.folders.get(world.owner(), ALICE, "Work/Receipts"))
                        .folder()
                        .id()
                        .toString())
                .isEqualTo(id);
        ApiWorld.now(world.folders.delete(world.owner(), Precondition.none(), ALICE, id));
        assertThat(ApiWorld.refusal(world.folders.get(world.owner(), ALICE, id)).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void inbox_stays() {
        assertThat(ApiWorld.refusal(world.folders.delete(world.owner(), Precondition.none(), ALICE, "inbox"))
                        .code())
                .isEqualTo(ErrorCode.FOLDER_NOT_ALLOWED);
        assertThat(ApiWorld.refusal(world.folders.create(world.owner(), ALICE, "INBOX"))
                        .code())
                .isEqualTo(ErrorCode.FOLDER_EXISTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a//b", "/a", "a*", "a\u0000", "a\nb"})
    void what_is_no_name_is_refused(String name) {
        assertThat(ApiWorld.refusal(world.folders.create(world.owner(), ALICE, name))
                        .fields())
                .extracting(FieldProblem::pointer)
                .containsExactly("/name");
    }
}
