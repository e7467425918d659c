package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.intake.IdempotencyKey;
import dev.posthaste.intake.Labels;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.SubmitRequest;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.login.Principal;
import dev.posthaste.mime.MimeIndexer;
import dev.posthaste.mime.Part;
import dev.posthaste.queue.Email;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailCallsTest {

    private final ApiWorld world = new ApiWorld();

    @BeforeEach
    void a_domain_with_an_account() {
        ApiWorld.now(world.domains.create(world.owner(), "example.org"));
        ApiWorld.now(world.accounts.create(world.owner(), EveryCall.account("alice@example.org")));
    }

    private EmailCalls.Sent send(EmailDraft draft) {
        return ApiWorld.now(world.emails.send(world.owner(), draft, EveryCall.ORIGIN));
    }

    private ApiException refusal(EmailDraft draft) {
        return ApiWorld.refusal(world.emails.send(world.owner(), draft, EveryCall.ORIGIN));
    }

    private String octets(EmailCalls.Sent sent) {
        return new String(world.door.octets(sent.email().id()), StandardCharsets.UTF_8);
    }

    private static EmailDraft.Person person(String address) {
        return new EmailDraft.Person(address, "");
    }

    private static EmailDraft draft(EmailDraft.Addressees addressees, EmailDraft.Composition composition) {
        return new EmailDraft(addressees, composition, Optional.empty(), Labels.NONE, Optional.empty());
    }

    private static EmailDraft.Addressees toAlice() {
        return new EmailDraft.Addressees(
                Optional.of(person("alice@example.org")),
                List.of(person("alice@example.org")),
                List.of(),
                List.of(),
                List.of());
    }

    private static EmailDraft raw(String message, String... to) {
        return new EmailDraft(
                new EmailDraft.Addressees(
                        Optional.empty(),
                        List.of(to).stream().map(EmailCallsTest::person).toList(),
                        List.of(),
                        List.of(),
                        List.of()),
                new EmailDraft.Composition("", "", "", List.of(), List.of()),
                Optional.of(message.getBytes(StandardCharsets.UTF_8)),
                Labels.NONE,
                Optional.empty());
    }

    @Test
    void mail_for_an_account_here_lies_in_its_inbox_when_the_answer_comes() {
        EmailCalls.Sent sent = send(EveryCall.letter("alice@example.org"));

        assertThat(sent.email().recipients())
                .extracting(Email.RecipientState::status)
                .containsExactly(Email.Status.DELIVERED);
        assertThat(ApiWorld.now(world.messages.list(world.owner(), "alice@example.org", EveryCall.everything()))
                        .items())
                .extracting(view -> view.envelope().decodedSubject())
                .containsExactly("Hi");
        assertThat(ApiWorld.now(world.emails.get(
                                world.owner(), sent.email().id().toString()))
                        .subject())
                .isEqualTo("Hi");
        assertThat(EmailStatus.of(sent.email())).isEqualTo(Email.Status.DELIVERED);
    }

    @Test
    void mail_for_elsewhere_waits_in_the_queue() {
        EmailCalls.Sent sent = send(EveryCall.letter("Bob <bob@example.net>", "alice@example.org"));

        assertThat(sent.email().recipients())
                .extracting(Email.RecipientState::status)
                .containsExactly(Email.Status.QUEUED, Email.Status.DELIVERED);
        assertThat(EmailStatus.of(sent.email())).isEqualTo(Email.Status.QUEUED);
        assertThat(octets(sent)).contains("To: Bob <bob@example.net>, alice@example.org\r\n");
    }

    @Test
    void the_message_shows_nothing_of_bcc() {
        EmailDraft.Addressees people = new EmailDraft.Addressees(
                Optional.of(person("alice@example.org")),
                List.of(person("bob@example.net")),
                List.of(person("carol@example.net")),
                List.of(person("secret@example.net")),
                List.of());
        EmailCalls.Sent sent = send(draft(people, new EmailDraft.Composition("Hi", "Hello", "", List.of(), List.of())));

        assertThat(octets(sent)).contains("bob@", "carol@").doesNotContain("secret@");
        assertThat(sent.email().recipients())
                .extracting(Email.RecipientState::role)
                .containsExactly("to", "cc", "bcc");
    }

    @Test
    void an_address_that_is_named_twice_gets_one_message() {
        EmailCalls.Sent sent = send(EveryCall.letter("bob@example.net", "Bob <BOB@example.net>"));
        assertThat(sent.email().recipients()).hasSize(1);
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_with_its_place() {
        EmailDraft.Addressees people = new EmailDraft.Addressees(
                Optional.empty(), List.of(person("nobody"), person("")), List.of(), List.of(), List.of());
        ApiException refusal = refusal(draft(people, new EmailDraft.Composition("", "", "", List.of(), List.of())));

        assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(refusal.fields())
                .extracting(FieldProblem::pointer, FieldProblem::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/from", ErrorCode.MISSING_FIELD),
                        org.assertj.core.groups.Tuple.tuple("/to/0", ErrorCode.INVALID_ADDRESS),
                        org.assertj.core.groups.Tuple.tuple("/to/1", ErrorCode.MISSING_FIELD),
                        org.assertj.core.groups.Tuple.tuple("/text", ErrorCode.MISSING_FIELD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@example.net", "a\nb", "a\rb", "a\u0000b", "a\u0085b", "a\u001bb"})
    void a_control_character_in_a_header_value_set_through_the_api_is_refused(String hostile) {
        EmailDraft.Composition subject = new EmailDraft.Composition(hostile, "t", "", List.of(), List.of());
        EmailDraft.Composition header =
                new EmailDraft.Composition("s", "t", "", List.of(new EmailDraft.Field("X-Foo", hostile)), List.of());
        EmailDraft.Composition name =
                new EmailDraft.Composition("s", "t", "", List.of(new EmailDraft.Field(hostile, "v")), List.of());
        EmailDraft.Composition file = new EmailDraft.Composition("s", "t", "", List.of(), List.of(attachment(hostile)));
        EmailDraft.Composition type = new EmailDraft.Composition(
                "s",
                "t",
                "",
                List.of(),
                List.of(new EmailDraft.Attachment(
                        "f", "text/plain; x=" + hostile, new byte[1], EmailDraft.Placement.UNSAID, "")));
        EmailDraft.Composition id = new EmailDraft.Composition(
                "s",
                "t",
                "",
                List.of(),
                List.of(new EmailDraft.Attachment("f", "", new byte[1], EmailDraft.Placement.INLINE, hostile)));

        assertThat(List.of(subject, header, name, file, type, id))
                .allSatisfy(composition -> assertThat(
                                refusal(draft(toAlice(), composition)).code().status())
                        .isEqualTo(422));
        EmailDraft.Addressees people = new EmailDraft.Addressees(
                Optional.of(new EmailDraft.Person("alice@example.org", hostile)),
                List.of(person("bob@example.net")),
                List.of(),
                List.of(),
                List.of(person(hostile + " <x@example.net>")));
        assertThat(refusal(draft(people, new EmailDraft.Composition("s", "t", "", List.of(), List.of())))
                        .fields())
                .extracting(FieldProblem::pointer)
                .containsExactly("/from", "/reply_to/0");
        assertThat(world.door.submissions()).isEmpty();
    }

    private static EmailDraft.Attachment attachment(String filename) {
        return new EmailDraft.Attachment(filename, "", new byte[] {1}, EmailDraft.Placement.UNSAID, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "bcc", "Message-ID", "Content-Type", "DKIM-Signature", "Received", "ARC-Seal"})
    void fields_that_have_a_place_of_their_own_cannot_be_set_as_headers(String name) {
        EmailDraft.Composition content =
                new EmailDraft.Composition("s", "t", "", List.of(new EmailDraft.Field(name, "v")), List.of());
        assertThat(refusal(draft(toAlice(), content)).code()).isEqualTo(ErrorCode.INVALID_HEADER);
    }

    @Test
    void other_headers_keep_their_order_and_may_repeat() {
        EmailDraft.Composition content = new EmailDraft.Composition(
                "s",
                "t",
                "",
                List.of(
                        new EmailDraft.Field("X-A", "1"),
                        new EmailDraft.Field("X-B", "ü"),
                        new EmailDraft.Field("X-A", "2"),
                        new EmailDraft.Field("In-Reply-To", "<a@b>")),
                List.of());
        assertThat(octets(send(draft(toAlice(), content))))
                .containsSubsequence("X-A: 1\r\n", "X-B: =?UTF-8?", "X-A: 2\r\n")
                .contains("In-Reply-To: <a@b>\r\n");
    }

    @Test
    void an_inline_image_is_related_to_the_html_and_no_attachment() {
        EmailDraft.Composition content = new EmailDraft.Composition(
                "s",
                "text",
                "<img src=\"cid:logo\">",
                List.of(),
                List.of(
                        new EmailDraft.Attachment(
                                "logo.png", "image/png", new byte[] {1, 2, 3}, EmailDraft.Placement.UNSAID, "logo"),
                        new EmailDraft.Attachment("a.bin", "", new byte[] {4, 5}, EmailDraft.Placement.UNSAID, "")));
        Part root = MimeIndexer.index(world.door.octets(
                        send(draft(toAlice(), content)).email().id()))
                .index()
                .root();

        assertThat(root.type().subtype()).isEqualTo("mixed");
        Part alternative = root.parts().getFirst();
        assertThat(alternative.type().subtype()).isEqualTo("alternative");
        assertThat(alternative.parts().getLast().type().subtype()).isEqualTo("related");
        assertThat(alternative.parts().getLast().parts().getLast().fields().id())
                .isEqualTo("<logo>");
        assertThat(root.parts().getLast().filename()).contains("a.bin");
    }

    @Test
    void an_unknown_recipient_here_is_named_and_nobody_gets_anything() {
        ApiException refusal = refusal(EveryCall.letter("bob@example.net", "nobody@example.org"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.RECIPIENT_UNKNOWN);
        assertThat(refusal.fields()).extracting(FieldProblem::pointer).containsExactly("/to/1");
        assertThat(world.door.submissions()).isEmpty();
    }

    @Test
    void a_full_account_is_a_conflict() {
        ApiWorld.now(world.accounts.create(
                world.owner(),
                new AccountCalls.Draft(
                        "full@example.org",
                        new dev.posthaste.id.Secret("open sesame"),
                        "",
                        List.of(new AccountCalls.QuotaDraft(1, 1)))));
        assertThat(refusal(EveryCall.letter("full@example.org")).code()).isEqualTo(ErrorCode.RECIPIENT_OVER_QUOTA);
    }

    @Test
    void a_domain_that_is_not_hosted_does_not_send() {
        EmailDraft.Addressees people = new EmailDraft.Addressees(
                Optional.of(person("eve@example.net")),
                List.of(person("alice@example.org")),
                List.of(),
                List.of(),
                List.of());
        ApiException refusal = refusal(draft(people, new EmailDraft.Composition("s", "t", "", List.of(), List.of())));

        assertThat(refusal.code()).isEqualTo(ErrorCode.DOMAIN_NOT_HOSTED);
        assertThat(refusal.metadata()).containsEntry("domain", "example.net");
    }

    @Test
    void an_account_sends_as_itself_alone_and_does_not_see_the_tenants_emails() {
        Principal alice = new Principal.AccountHolder(
                world.tenant,
                ApiWorld.now(world.accounts.get(world.owner(), "alice@example.org"))
                        .id(),
                EmailAddress.of("alice@example.org"));
        EmailCalls.Sent sent =
                ApiWorld.now(world.emails.send(alice, EveryCall.letter("bob@example.net"), EveryCall.ORIGIN));

        assertThat(ApiWorld.refusal(world.emails.get(alice, sent.email().id().toString()))
                        .code())
                .isEqualTo(ErrorCode.SCOPE_MISSING);
        EmailDraft.Addressees asBob = new EmailDraft.Addressees(
                Optional.of(person("bob@example.org")),
                List.of(person("x@example.net")),
                List.of(),
                List.of(),
                List.of());
        EmailDraft forged = draft(asBob, new EmailDraft.Composition("s", "t", "", List.of(), List.of()));
        assertThat(ApiWorld.refusal(world.emails.send(alice, forged, EveryCall.ORIGIN))
                        .code())
                .isEqualTo(ErrorCode.SENDER_NOT_OWNED);
    }

    @Test
    void a_raw_message_names_its_recipients_itself_where_the_request_does_not() {
        String message =
                "From: alice@example.org\nTo: Bob <bob@example.net>\nBcc: carol@example.net\nSubject: =?utf-8?q?=C3=BC?=\n\nHello\n";
        EmailCalls.Sent sent = send(raw(message));

        assertThat(sent.email().recipients())
                .extracting(state -> state.address().toString())
                .containsExactly("bob@example.net", "carol@example.net");
        assertThat(sent.email().subject()).isEqualTo("ü");
        assertThat(octets(sent)).isEqualTo(message.replace("\n", "\r\n"));
        assertThat(send(raw(message, "dave@example.net")).email().recipients())
                .extracting(state -> state.address().toString())
                .containsExactly("dave@example.net");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "To: bob@example.net\n\nno author\n",
                "From: nobody\nTo: bob@example.net\n\nx\n",
                "From: alice@example.org\n\nno recipient\n",
                "From: alice@example.org\nTo: not an address\n\nx\n",
                "\n",
                "\u0000\u0001"
            })
    void a_raw_message_that_cannot_be_sent_is_refused_in_words(String message) {
        ApiException refusal = refusal(raw(message));
        assertThat(refusal.code().status()).isEqualTo(422);
        assertThat(refusal.fields()).extracting(FieldProblem::pointer).containsExactly("/raw/data");
    }

    @Test
    void raw_leaves_no_place_for_other_content() {
        EmailDraft both = new EmailDraft(
                toAlice(),
                new EmailDraft.Composition("s", "t", "h", List.of(new EmailDraft.Field("X-A", "b")), List.of()),
                Optional.of("From: alice@example.org\n\n".getBytes(StandardCharsets.UTF_8)),
                Labels.NONE,
                Optional.empty());
        assertThat(refusal(both).code()).isEqualTo(ErrorCode.CONTENT_CONFLICT);
        assertThat(refusal(both).fields())
                .extracting(FieldProblem::pointer)
                .containsExactly("/from", "/subject", "/text", "/html", "/headers");
    }

    @Test
    void the_same_request_with_the_same_key_is_one_email() {
        EmailCalls.Sent first = send(EveryCall.letter(Optional.of("order-4711"), "Hello", "alice@example.org"));
        EmailCalls.Sent second = send(EveryCall.letter(Optional.of("\"order-4711\""), "Hello", "alice@example.org"));

        assertThat(first.novelty()).isEqualTo(SubmitResult.Novelty.NEW);
        assertThat(second.novelty()).isEqualTo(SubmitResult.Novelty.REPLAYED);
        assertThat(second.email()).isEqualTo(first.email());
        assertThat(ApiWorld.now(world.messages.list(world.owner(), "alice@example.org", EveryCall.everything()))
                        .items())
                .hasSize(1);
    }

    @Test
    void another_request_with_the_same_key_is_refused() {
        send(EveryCall.letter(Optional.of("order-4711"), "Hello", "alice@example.org"));
        assertThat(refusal(EveryCall.letter(Optional.of("order-4711"), "Other", "alice@example.org"))
                        .code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void the_fingerprint_is_the_requests_alone() {
        send(EveryCall.letter(Optional.of("k"), "Hello", "alice@example.org"));
        send(EveryCall.letter(Optional.of("k"), "Hello", "alice@example.org"));
        assertThat(world.door.submissions().stream()
                        .map(request -> request.idempotency().orElseThrow())
                        .map(IdempotencyKey::fingerprint)
                        .map(java.util.HexFormat.of()::formatHex)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void limits_have_names() {
        String[] crowd = IntStream.rangeClosed(1, EmailCheck.MAX_RECIPIENTS + 1)
                .mapToObj(i -> "r" + i + "@example.net")
                .toArray(String[]::new);
        assertThat(refusal(EveryCall.letter(crowd)).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(refusal(EveryCall.letter(
                                Optional.empty(), "x".repeat(InMemoryIntake.MAX_OCTETS + 1), "bob@example.net"))
                        .code())
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        EmailDraft tagged = new EmailDraft(
                toAlice(),
                new EmailDraft.Composition("s", "t", "", List.of(), List.of()),
                Optional.empty(),
                new Labels(List.of("x".repeat(EmailCheck.MAX_TAG + 1)), Map.of("a/b", "x".repeat(1001))),
                Optional.empty());
        assertThat(refusal(tagged).fields())
                .extracting(FieldProblem::pointer)
                .containsExactly("/tags/0", "/metadata/a~1b");
    }

    @Test
    void as_many_recipients_as_are_possible_are_possible() {
        String[] crowd = IntStream.rangeClosed(1, EmailCheck.MAX_RECIPIENTS)
                .mapToObj(i -> "r" + i + "@example.net")
                .toArray(String[]::new);
        assertThat(send(EveryCall.letter(crowd)).email().recipients()).hasSize(EmailCheck.MAX_RECIPIENTS);
    }

    @Test
    void emails_are_listed_newest_first_in_pages_and_by_tag() {
        List<String> sent = IntStream.range(0, 5)
                .mapToObj(i -> send(new EmailDraft(
                                toAlice(),
                                new EmailDraft.Composition("s" + i, "t", "", List.of(), List.of()),
                                Optional.empty(),
                                new Labels(i % 2 == 0 ? List.of("even") : List.of(), Map.of()),
                                Optional.empty()))
                        .email()
                        .subject())
                .toList();
        assertThat(sent).hasSize(5);
        PageToken.Slice<Email> first = list(Optional.empty(), new PageToken(3, ""));
        PageToken.Slice<Email> second = list(Optional.empty(), new PageToken(3, first.next()));

        assertThat(first.items()).extracting(Email::subject).containsExactly("s4", "s3", "s2");
        assertThat(second.items()).extracting(Email::subject).containsExactly("s1", "s0");
        assertThat(second.next()).isEmpty();
        assertThat(list(Optional.of("even"), PageToken.first()).items())
                .extracting(Email::subject)
                .containsExactly("s4", "s2", "s0");
    }

    private PageToken.Slice<Email> list(Optional<String> tag, PageToken page) {
        return ApiWorld.now(world.emails.list(world.owner(), new EmailCalls.Query(Optional.empty(), tag, page)));
    }

    @Test
    void recipients_have_their_roles() {
        EmailCalls.Sent sent = send(EveryCall.letter("bob@example.net"));
        SubmitRequest arrival = world.door.submissions().getFirst();
        assertThat(arrival.to()).extracting(Recipient::role).containsExactly(Recipient.Role.TO);
        assertThat(ApiWorld.now(
                        world.emails.recipients(world.owner(), sent.email().id().toString())))
                .hasSize(1);
        assertThat(world.meters
                        .counter("posthaste.emails.accepted", "with", "HTTP", "novelty", "NEW")
                        .count())
                .isEqualTo(1);
    }
}
