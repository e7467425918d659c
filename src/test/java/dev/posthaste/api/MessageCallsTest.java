package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.mailbox.Flags;
import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCallsTest {

    private static final String ALICE = "alice@example.org";

    private final ApiWorld world = new ApiWorld();

    @BeforeEach
    void an_account() {
        ApiWorld.now(world.domains.create(world.owner(), "example.org"));
        ApiWorld.now(world.accounts.create(world.owner(), EveryCall.account(ALICE)));
    }

    private MessageView append(String message) {
        return ApiWorld.now(world.messages.append(world.owner(), ALICE, EveryCall.inbox(), EveryCall.octets(message)));
    }

    private static String id(MessageView view) {
        return view.stored().id().toString();
    }

    private static byte[] all(MessageCalls.Octets octets) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        octets.bytes().collect().asList().await().atMost(Duration.ofSeconds(10)).forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    @Test
    void a_message_is_shown_decoded() {
        byte[] file = new byte[100_000];
        new Random(7).nextBytes(file);
        String message = """
                From: =?utf-8?q?J=C3=BCrgen?= <j@example.net>
                To: Alice <alice@example.org>
                Subject: =?utf-8?b?w5xiZXI=?=
                Date: Tue, 24 Nov 2026 04:28:15 +0100
                Message-ID: <1@example.net>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=x

                --x
                Content-Type: multipart/alternative; boundary=y

                --y
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                Gr=FC=DFe
                --y
                Content-Type: text/html

                <p>Hi</p>
                --y--
                --x
                Content-Type: application/pdf
                Content-Disposition: attachment; filename*=utf-8''%%C3%%BC.pdf
                Content-Transfer-Encoding: base64

                %s
                --x
                Content-Type: message/rfc822

                Subject: inner

                Inner
                --x--
                """.formatted(Base64.getMimeEncoder().encodeToString(file));
        MessageView appended = append(message);
        MessageContent content = ApiWorld.now(world.messages.get(world.owner(), ALICE, id(appended)));

        assertThat(content.text()).isEqualTo("Grüße");
        assertThat(content.html()).isEqualTo("<p>Hi</p>");
        assertThat(content.view().envelope().decodedSubject()).isEqualTo("Über");
        assertThat(content.headers()).extracting(MessageContent.Field::name).startsWith("From", "To", "Subject");
        assertThat(content.headers().getFirst().value()).isEqualTo("Jürgen <j@example.net>");
        assertThat(content.extent()).isEqualTo(MessageContent.Extent.WHOLE);
        assertThat(content.attachments())
                .extracting(MessageContent.Attachment::number)
                .containsExactly("2", "3");
        assertThat(content.attachments().getFirst().part().filename()).contains("ü.pdf");
        MessageCalls.Octets pdf = ApiWorld.now(world.messages.attachment(world.owner(), ALICE, id(appended), "2"));
        assertThat(all(pdf)).isEqualTo(file);
        assertThat(all(ApiWorld.now(world.messages.raw(world.owner(), ALICE, id(appended)))))
                .isEqualTo(message.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_huge_text_is_cut_and_says_so() {
        String line = "x".repeat(70) + "\n";
        MessageView appended = append("Subject: big\n\n" + line.repeat(2 * MessageReader.MAX_TEXT_OCTETS / 72));
        MessageContent content = ApiWorld.now(world.messages.get(world.owner(), ALICE, id(appended)));

        assertThat(content.extent()).isEqualTo(MessageContent.Extent.CUT);
        assertThat(content.text()).hasSize(MessageReader.MAX_TEXT_OCTETS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n\n", "no header at all", "\u0000", "Content-Type: multipart/mixed; boundary=x\n\nnothing"
            })
    void a_message_that_is_hardly_one_is_kept_and_shown(String octets) {
        MessageView appended = append(octets);
        MessageContent content = ApiWorld.now(world.messages.get(world.owner(), ALICE, id(appended)));
        assertThat(content.html()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "9", "", "1.1", "2.1", "x"})
    void what_is_no_attachment_is_not_found(String part) {
        MessageView appended = append("Subject: x\n\ntext\n");
        assertThat(ApiWorld.refusal(world.messages.attachment(world.owner(), ALICE, id(appended), part))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void messages_are_listed_newest_first_in_pages_by_folder_and_by_words() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> id(append("Subject: m" + i + "\n\nword" + i + " all\n")))
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        PageToken.Slice<MessageView> first = list("INBOX", "", new PageToken(2, ""));
        PageToken.Slice<MessageView> second = list("INBOX", "", new PageToken(2, first.next()));
        PageToken.Slice<MessageView> third = list("INBOX", "", new PageToken(2, second.next()));

        assertThat(subjects(first)).containsExactly("m4", "m3");
        assertThat(subjects(second)).containsExactly("m2", "m1");
        assertThat(subjects(third)).containsExactly("m0");
        assertThat(third.next()).isEmpty();
        assertThat(subjects(list("", "word3 all", PageToken.first()))).containsExactly("m3");
        assertThat(subjects(list("Trash", "", PageToken.first()))).isEmpty();
        assertThat(ApiWorld.refusal(world.messages.list(
                                world.owner(), ALICE, new MessageCalls.Query("Nowhere", "", PageToken.first())))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    private PageToken.Slice<MessageView> list(String folder, String words, PageToken page) {
        return ApiWorld.now(world.messages.list(world.owner(), ALICE, new MessageCalls.Query(folder, words, page)));
    }

    private static List<String> subjects(PageToken.Slice<MessageView> page) {
        return page.items().stream()
                .map(view -> view.envelope().decodedSubject())
                .toList();
    }

    @Test
    void flags_are_set_then_added_then_removed() {
        MessageView appended = append("Subject: x\n\n");
        assertThat(flags(appended, List.of("\\seen", "$Forwarded", "work"), List.of(), Optional.empty()))
                .containsExactlyInAnyOrder("\\Seen", "$Forwarded", "work");
        assertThat(flags(appended, List.of("\\Flagged"), List.of("WORK", "unknown"), Optional.empty()))
                .containsExactlyInAnyOrder("\\Seen", "$Forwarded", "\\Flagged");
        assertThat(flags(appended, List.of("a"), List.of("b"), Optional.of(List.of("b", "c"))))
                .containsExactlyInAnyOrder("a", "c");
        assertThat(flags(appended, List.of(), List.of(), Optional.of(List.of())))
                .isEmpty();
    }

    private List<String> flags(MessageView message, List<String> add, List<String> remove, Optional<List<String>> set) {
        return ApiWorld.now(world.messages.changeFlags(
                        world.owner(),
                        Precondition.none(),
                        ALICE,
                        id(message),
                        new MessageCalls.FlagsDraft(add, remove, set)))
                .flags();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\Recent", "\\Nonsense", "two words", "", "a(b", "\u00fc", "a\nb", "*"})
    void what_is_no_flag_is_refused(String flag) {
        MessageView appended = append("Subject: x\n\n");
        ApiException refusal = ApiWorld.refusal(world.messages.changeFlags(
                world.owner(),
                Precondition.none(),
                ALICE,
                id(appended),
                new MessageCalls.FlagsDraft(List.of(flag), List.of(), Optional.empty())));
        assertThat(refusal.fields()).extracting(FieldProblem::pointer).containsExactly("/flags/add/0");
    }

    @Test
    void an_account_has_so_many_keywords_and_no_more() {
        MessageView appended = append("Subject: x\n\n");
        List<String> keywords = IntStream.rangeClosed(0, Flags.MAX_KEYWORDS)
                .mapToObj(i -> "k" + i)
                .toList();
        assertThat(ApiWorld.refusal(world.messages.changeFlags(
                                world.owner(),
                                Precondition.none(),
                                ALICE,
                                id(appended),
                                new MessageCalls.FlagsDraft(keywords, List.of(), Optional.empty())))
                        .code())
                .isEqualTo(ErrorCode.TOO_MANY);
    }

    @Test
    void a_moved_message_keeps_its_id_and_a_copy_has_another() {
        MessageView appended = append("Subject: x\n\n");
        MessageView copied = ApiWorld.now(world.messages.copy(world.owner(), ALICE, id(appended), "Archive"));
        MessageView moved = ApiWorld.now(world.messages.move(world.owner(), ALICE, id(appended), "Trash"));

        assertThat(id(moved)).isEqualTo(id(appended)).isNotEqualTo(id(copied));
        assertThat(subjects(list("Trash", "", PageToken.first()))).containsExactly("x");
        assertThat(subjects(list("INBOX", "", PageToken.first()))).isEmpty();
        assertThat(id(ApiWorld.now(world.messages.move(world.owner(), ALICE, id(appended), "Trash"))))
                .isEqualTo(id(appended));
    }

    @Test
    void a_deleted_message_is_gone() {
        MessageView appended = append("Subject: x\n\n");
        ApiWorld.now(world.messages.delete(world.owner(), Precondition.none(), ALICE, id(appended)));
        assertThat(ApiWorld.refusal(world.messages.delete(world.owner(), Precondition.none(), ALICE, id(appended)))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void an_appended_message_has_the_flags_and_the_date_that_it_was_given() {
        Instant then = Instant.parse("2020-01-01T00:00:00Z");
        MessageView appended = ApiWorld.now(world.messages.append(
                world.owner(),
                ALICE,
                new MessageCalls.Place("Drafts", List.of("\\Draft", "work"), Optional.of(then)),
                EveryCall.octets("Subject: x\n\n")));
        assertThat(appended.flags()).containsExactlyInAnyOrder("\\Draft", "work");
        assertThat(appended.stored().internalDate()).isEqualTo(then);
    }

    @Test
    void octets_are_not_asked_for_before_the_place_is_known() {
        boolean[] asked = {false};
        Multi<byte[]> body = Multi.createFrom().deferred(() -> {
            asked[0] = true;
            return EveryCall.octets("x");
        });
        MessageCalls.Place nowhere = new MessageCalls.Place("Nowhere", List.of(), Optional.empty());

        assertThat(ApiWorld.refusal(world.messages.append(world.owner(), ALICE, nowhere, body))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(asked[0]).isFalse();
    }

    @Test
    void a_message_that_is_too_large_is_refused_with_413() {
        assertThat(ApiWorld.refusal(world.messages.append(
                                world.owner(),
                                ALICE,
                                EveryCall.inbox(),
                                EveryCall.octets("x".repeat(InMemoryIntake.MAX_OCTETS + 1))))
                        .code())
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
    }

    @Test
    void a_body_that_breaks_off_leaves_nothing_behind() {
        Multi<byte[]> broken = Multi.createBy()
                .concatenating()
                .streams(
                        EveryCall.octets("Subject: x\n"), Multi.createFrom().failure(new java.io.IOException("reset")));
        assertThat(world.messages
                        .append(world.owner(), ALICE, EveryCall.inbox(), broken)
                        .onFailure()
                        .recoverWithNull()
                        .await()
                        .atMost(Duration.ofSeconds(10)))
                .isNull();
        assertThat(subjects(list("INBOX", "", PageToken.first()))).isEmpty();
    }
}
