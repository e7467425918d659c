package dev.posthaste.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import dev.posthaste.api.InMemoryProfile;
import dev.posthaste.api.grpc.v1.*;
import dev.posthaste.api.grpc.v1.EmailStatus;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The services over a real connection to the HTTP port. */
@QuarkusTest
@TestProfile(InMemoryProfile.class)
class GrpcTest {

    private static final AtomicInteger DOMAINS = new AtomicInteger();

    @TestHTTPResource
    URI server;

    private ManagedChannel channel;
    private String domain;
    private String alice;

    @BeforeEach
    void a_domain_with_an_account() {
        channel = NettyChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
        domain = "g" + DOMAINS.incrementAndGet() + ".test";
        alice = "alice@" + domain;
        domains().createDomain(CreateDomainRequest.newBuilder().setName(domain).build());
        accounts()
                .createAccount(CreateAccountRequest.newBuilder()
                        .setAddress(alice)
                        .setPassword("open sesame")
                        .build());
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
    }

    private static ClientInterceptor key(String key) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private DomainServiceGrpc.DomainServiceBlockingStub domains() {
        return DomainServiceGrpc.newBlockingStub(channel).withInterceptors(key("platform-key"));
    }

    private AccountServiceGrpc.AccountServiceBlockingStub accounts() {
        return AccountServiceGrpc.newBlockingStub(channel).withInterceptors(key("platform-key"));
    }

    private EmailServiceGrpc.EmailServiceBlockingStub emails() {
        return EmailServiceGrpc.newBlockingStub(channel).withInterceptors(key("platform-key"));
    }

    private FolderServiceGrpc.FolderServiceBlockingStub folders() {
        return FolderServiceGrpc.newBlockingStub(channel).withInterceptors(key("platform-key"));
    }

    private MessageServiceGrpc.MessageServiceBlockingStub messages() {
        return MessageServiceGrpc.newBlockingStub(channel).withInterceptors(key("platform-key"));
    }

    private SendEmailRequest.Builder letter() {
        return SendEmailRequest.newBuilder()
                .setFrom(Mailbox.newBuilder().setAddress("Bob <bob@" + domain + ">"))
                .addTo(Mailbox.newBuilder().setAddress(alice))
                .setSubject("Hi")
                .setText("Hello");
    }

    private Message newest() {
        return messages()
                .listMessages(ListMessagesRequest.newBuilder().setAccount(alice).build())
                .getMessages(0);
    }

    @Test
    void an_email_is_sent_and_read() {
        Email sent = emails().sendEmail(
                        letter().putMetadata("order", "4711").addTags("receipt").build());

        assertThat(sent.getStatus()).isEqualTo(EmailStatus.EMAIL_STATUS_DELIVERED);
        assertThat(emails().getEmail(
                                GetEmailRequest.newBuilder().setId(sent.getId()).build())
                        .getMetadataMap())
                .containsEntry("order", "4711");
        assertThat(emails().listEmails(ListEmailsRequest.newBuilder()
                                .setTag("receipt")
                                .setPageSize(1)
                                .build())
                        .getEmailsList())
                .hasSize(1);
        assertThat(emails().listEmailRecipients(ListEmailRecipientsRequest.newBuilder()
                                .setId(sent.getId())
                                .build())
                        .getRecipients(0)
                        .getRole())
                .isEqualTo(RecipientRole.RECIPIENT_ROLE_TO);
        Message whole = messages()
                .getMessage(GetMessageRequest.newBuilder()
                        .setAccount(alice)
                        .setId(newest().getId())
                        .build());
        assertThat(whole.getText()).isEqualTo("Hello\r\n");
        assertThat(whole.getFrom().getName()).isEqualTo("Bob");
        assertThat(whole.getHeadersList()).isNotEmpty();
    }

    @Test
    void request_ids_are_the_idempotency_keys_of_rest() {
        Email first =
                emails().sendEmail(letter().setRequestId("order-" + domain).build());
        Email again =
                emails().sendEmail(letter().setRequestId("order-" + domain).build());
        String overRest = io.restassured.RestAssured.given()
                .header("Authorization", "Bearer platform-key")
                .header("Idempotency-Key", "order-" + domain)
                .contentType("application/json")
                .body("{\"from\": \"Bob <bob@" + domain + ">\", \"to\": \"" + alice
                        + "\", \"subject\": \"Hi\", \"text\": \"Hello\"}")
                .post("/v1/emails")
                .then()
                .statusCode(202)
                .header("Idempotency-Replayed", "true")
                .extract()
                .path("id");

        assertThat(again).isEqualTo(first);
        assertThat(overRest).isEqualTo(first.getId());
        assertThat(reason(() -> emails().sendEmail(letter().setText("x")
                        .setRequestId("order-" + domain)
                        .build())))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void every_call_that_changes_something_is_made_once_for_a_request_id() {
        CreateDomainRequest request = CreateDomainRequest.newBuilder()
                .setName("once-" + domain)
                .setRequestId("once")
                .build();
        assertThat(domains().createDomain(request)).isEqualTo(domains().createDomain(request));
        assertThat(reason(() -> domains()
                        .createDomain(request.toBuilder().setName("x-" + domain).build())))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        io.restassured.RestAssured.given()
                .header("Authorization", "Bearer platform-key")
                .header("Idempotency-Key", "once")
                .contentType("application/json")
                .body("{\"name\": \"once-" + domain + "\"}")
                .post("/v1/domains")
                .then()
                .statusCode(422);
    }

    @Test
    void octets_are_streamed_in_both_directions() throws Exception {
        byte[] body = new byte[3_000_000 / 4];
        new Random(3).nextBytes(body);
        byte[] octets = ("Subject: big\r\nContent-Type: application/x-big\r\nContent-Disposition: attachment\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(body))
                .getBytes(StandardCharsets.US_ASCII);
        Message appended = append(octets);
        GetRawMessageRequest raw = GetRawMessageRequest.newBuilder()
                .setAccount(alice)
                .setId(appended.getId())
                .build();
        GetAttachmentRequest attachment = GetAttachmentRequest.newBuilder()
                .setAccount(alice)
                .setId(appended.getId())
                .setPart("1")
                .build();

        assertThat(appended.getFlagsList()).containsExactlyInAnyOrder("\\Seen", "big");
        assertThat(appended.getReceivedAt().getSeconds()).isEqualTo(1_577_836_800);
        assertThat(all(messages().getRawMessage(raw))).isEqualTo(octets);
        assertThat(all(messages().getAttachment(attachment))).isEqualTo(body);
    }

    private Message append(byte[] octets) throws Exception {
        CompletableFuture<Message> answer = new CompletableFuture<>();
        StreamObserver<AppendMessageRequest> requests = MessageServiceGrpc.newStub(channel)
                .withInterceptors(key("platform-key"))
                .appendMessage(new StreamObserver<>() {
                    @Override
                    public void onNext(Message message) {
                        answer.complete(message);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        AppendMessageRequest.Builder next = AppendMessageRequest.newBuilder()
                .setAccount(alice)
                .setFolder("INBOX")
                .addFlags("\\Seen")
                .addFlags("big")
                .setReceivedAt(Timestamp.newBuilder().setSeconds(1_577_836_800));
        for (int from = 0; from < octets.length; from += 50_000) {
            int length = Math.min(50_000, octets.length - from);
            requests.onNext(next.setRaw(RawMessage.newBuilder().setData(ByteString.copyFrom(octets, from, length)))
                    .build());
            next = AppendMessageRequest.newBuilder();
        }
        requests.onCompleted();
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static byte[] all(Iterator<Chunk> chunks) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        chunks.forEachRemaining(chunk -> whole.writeBytes(chunk.getData().toByteArray()));
        return whole.toByteArray();
    }

    @Test
    void a_message_is_flagged_moved_copied_and_deleted() {
        emails().sendEmail(letter().build());
        String id = newest().getId();
        Message flagged = messages()
                .updateMessage(UpdateMessageRequest.newBuilder()
                        .setAccount(alice)
                        .setId(id)
                        .setFlags(FlagsChange.newBuilder().addAdd("\\Flagged"))
                        .build());
        assertThat(flagged.getFlagsList()).containsExactly("\\Flagged");
        assertThat(messages()
                        .updateMessage(UpdateMessageRequest.newBuilder()
                                .setAccount(alice)
                                .setId(id)
                                .setFlags(FlagsChange.newBuilder().setSet(FlagSet.getDefaultInstance()))
                                .build())
                        .getFlagsList())
                .isEmpty();
        Message copied = messages()
                .copyMessage(CopyMessageRequest.newBuilder()
                        .setAccount(alice)
                        .setId(id)
                        .setFolder("Archive")
                        .build());
        Message moved = messages()
                .moveMessage(MoveMessageRequest.newBuilder()
                        .setAccount(alice)
                        .setId(id)
                        .setFolder("Trash")
                        .build());
        assertThat(moved.getId()).isEqualTo(id).isNotEqualTo(copied.getId());
        messages()
                .deleteMessage(DeleteMessageRequest.newBuilder()
                        .setAccount(alice)
                        .setId(id)
                        .build());
        assertThat(reason(() -> messages()
                        .getMessage(GetMessageRequest.newBuilder()
                                .setAccount(alice)
                                .setId(id)
                                .build())))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void an_account_is_changed_where_the_mask_says_so() {
        Account changed = accounts()
                .updateAccount(UpdateAccountRequest.newBuilder()
                        .setAccount(alice)
                        .setUpdateMask(FieldMask.newBuilder().addPaths("display_name"))
                        .setDisplayName("Alice")
                        .setPassword("not named, not set")
                        .build());
        assertThat(changed.getDisplayName()).isEqualTo("Alice");
        assertThat(reason(() -> accounts()
                        .updateAccount(UpdateAccountRequest.newBuilder()
                                .setAccount(alice)
                                .setUpdateMask(FieldMask.newBuilder().addPaths("address"))
                                .build())))
                .isEqualTo("UNKNOWN_FIELD");
        assertThat(folders()
                        .listFolders(ListFoldersRequest.newBuilder()
                                .setAccount(alice)
                                .build())
                        .getFoldersList())
                .extracting(Folder::getSpecialUse)
                .contains(SpecialUse.SPECIAL_USE_TRASH, SpecialUse.SPECIAL_USE_UNSPECIFIED);
    }

    @Test
    void a_failure_says_its_reason_its_fields_and_its_request() throws InvalidProtocolBufferException {
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> emails().sendEmail(letter().addTo(Mailbox.newBuilder().setAddress("nobody@" + domain))
                        .build()));
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        assertThat(failure.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
        List<Any> details = status.getDetailsList();
        assertThat(details.get(0).unpack(ErrorInfo.class).getReason()).isEqualTo("RECIPIENT_UNKNOWN");
        assertThat(details.get(1).unpack(RequestInfo.class).getRequestId()).startsWith("req_");
        assertThat(details.get(2).unpack(BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("to[1]");
    }

    @Test
    void health_and_reflection_answer_without_a_key() throws Exception {
        assertThat(grpc.health.v1.HealthGrpc.newBlockingStub(channel)
                        .check(grpc.health.v1.HealthOuterClass.HealthCheckRequest.getDefaultInstance())
                        .getStatus()
                        .name())
                .isEqualTo("SERVING");
        BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
        StreamObserver<ServerReflectionRequest> questions = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse answer) {
                        answers.add(answer);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answers.add(ServerReflectionResponse.getDefaultInstance());
                    }

                    @Override
                    public void onCompleted() {}
                });
        // grpcurl asks several questions in one call.
        questions.onNext(
                ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(answer(answers).getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .contains("posthaste.mail.v1.EmailService", "posthaste.mail.v1.MessageService");
        questions.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("posthaste.mail.v1.EmailService")
                .build());
        assertThat(answer(answers).getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isPositive();
        questions.onCompleted();
    }

    private static ServerReflectionResponse answer(BlockingQueue<ServerReflectionResponse> answers) throws Exception {
        ServerReflectionResponse answer = answers.poll(30, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        return answer;
    }

    @Test
    void nobody_gets_in_without_a_key() {
        assertThat(reason(() -> DomainServiceGrpc.newBlockingStub(channel)
                        .listDomains(ListDomainsRequest.getDefaultInstance())))
                .isEqualTo("UNAUTHENTICATED");
        assertThat(reason(() -> DomainServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(key("wrong"))
                        .listDomains(ListDomainsRequest.getDefaultInstance())))
                .isEqualTo("UNAUTHENTICATED");
    }

    private static String reason(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
        try {
            return StatusProto.fromThrowable(failure)
                    .getDetails(0)
                    .unpack(ErrorInfo.class)
                    .getReason();
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
