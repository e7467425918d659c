package dev.posthaste.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.RunningServer;
import dev.posthaste.Shell;
import dev.posthaste.address.DomainName;
import dev.posthaste.api.Operation;
import dev.posthaste.api.account.AccountCalls;
import dev.posthaste.api.apikey.ApiKeyCalls;
import dev.posthaste.api.certificate.CertificateCalls;
import dev.posthaste.api.email.EmailCalls;
import dev.posthaste.api.folder.FolderCalls;
import dev.posthaste.api.hosting.DomainCalls;
import dev.posthaste.api.message.MessageCalls;
import dev.posthaste.certificate.CertificateBundle;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.certificate.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line that {@code /docs} shows, run by a shell and curl, and what a script can rely on there. */
class ExamplesIT {

    private static final String ALICE = "/v1/accounts/alice@example.org";

    @TempDir
    static Path folder;

    private static RunningServer server;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Set<Operation<?, ?>> done = new HashSet<>();
    private final Map<String, String> variables = new HashMap<>();
    private String page = "";
    private Shell shell;

    @BeforeAll
    static void start() {
        server = RunningServer.start(folder.resolve("data"));
    }

    @BeforeEach
    void open() throws IOException {
        shell = Shell.in(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.web() + path))
                .header("Authorization", "Bearer " + server.adminKey());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /** Runs what the page shows for a call, as it stands there; only the certificate is filled in. */
    private JsonNode run(Operation<?, ?> operation) throws Exception {
        return json.readTree(text(operation));
    }

    private String text(Operation<?, ?> operation) throws Exception {
        Shell.Run run =
                shell.run(pre(page, "") + '\n' + withCertificate(pre(page, "id=\"" + operation.id() + '"')), variables);
        assertThat(run.code()).as("%s: %s", operation, run).isZero();
        assertThat(done.add(operation)).as("%s once", operation).isTrue();
        return run.output();
    }

    private JsonNode run(Operation<?, ?> operation, String variable) throws Exception {
        JsonNode answer = run(operation);
        variables.put(variable, answer.path("id").asText());
        return answer;
    }

    /** The first code behind a place of the page. */
    private static String pre(String page, String place) {
        int from = page.indexOf("<pre><code>", page.indexOf(place)) + "<pre><code>".length();
        return page.substring(from, page.indexOf("</code></pre>", from))
                .replace("&quot;", "\"")
                .replace("&gt;", ">")
                .replace("&lt;", "<")
                .replace("&amp;", "&");
    }

    private static String withCertificate(String line) {
        CertificateBundle certificate = new SelfSigned(InstantSource.system(), new SecureRandom())
                .generate(List.of(new CertificateName.Exact(DomainName.of("mail.example.org"))));
        return line.replace("-----BEGIN CERTIFICATE-----\\n…", inJson(certificate.chainPem()))
                .replace(
                        "-----BEGIN PRIVATE KEY-----\\n…",
                        certificate.privateKeyPem().use(ExamplesIT::inJson));
    }

    private static String inJson(String pem) {
        return pem.replace("\r", "").replace("\n", "\\n");
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send(request(path).build());
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    @Test
    void every_line_of_the_page_runs_as_it_stands_there() throws Exception {
        page = send(request("/docs").build()).body();
        assertThat(page).contains(server.web() + "/v1/emails").doesNotContain("localhost:8080");

        run(DomainCalls.CREATE_DOMAIN);
        run(CertificateCalls.UPLOAD_CERTIFICATE, "CERTIFICATE");
        run(AccountCalls.CREATE_ACCOUNT);
        run(AccountCalls.UPDATE_ACCOUNT);
        run(AccountCalls.CREATE_ALIAS, "ALIAS");
        run(ApiKeyCalls.CREATE_API_KEY, "API_KEY");
        run(EmailCalls.SEND_EMAIL, "EMAIL");
        run(FolderCalls.CREATE_FOLDER, "FOLDER");
        run(FolderCalls.UPDATE_FOLDER);
        run(MessageCalls.APPEND_MESSAGE, "MESSAGE");
        run(MessageCalls.UPDATE_MESSAGE);
        run(MessageCalls.COPY_MESSAGE);
        run(MessageCalls.MOVE_MESSAGE);
        what_they_made_is_read_by_the_page();
        mail_for_an_account_here_is_in_its_inbox_and_one_key_is_one_email();
        octets_come_back_as_they_went_in();
        run(MessageCalls.DELETE_MESSAGE);
        String message = ALICE + "/messages/" + variables.get("MESSAGE");
        assertThat(send(request(message).build()).statusCode()).isEqualTo(404);
        run(FolderCalls.DELETE_FOLDER);
        run(AccountCalls.DELETE_ALIAS);
        run(AccountCalls.DELETE_ACCOUNT);
        run(ApiKeyCalls.REVOKE_API_KEY);
        run(CertificateCalls.DELETE_CERTIFICATE);
        run(DomainCalls.DELETE_DOMAIN);

        assertThat(done).containsExactlyInAnyOrderElementsOf(ApiDescription.operations());
    }

    private void what_they_made_is_read_by_the_page() throws Exception {
        assertThat(run(EmailCalls.GET_EMAIL).path("metadata").path("order").asText())
                .isEqualTo("4711");
        assertThat(run(EmailCalls.LIST_EMAILS).path("emails")).isNotEmpty();
        assertThat(get("/v1/emails?tag=receipt").path("emails")).hasSize(1);
        JsonNode recipients = run(EmailCalls.LIST_EMAIL_RECIPIENTS).path("recipients");
        assertThat(recipients.path(0).path("status").asText()).isEqualTo("captured");
        assertThat(run(MessageCalls.GET_MESSAGE).path("text").asText()).isEqualTo("Hello\r\n");
        assertThat(run(MessageCalls.LIST_MESSAGES).path("messages")).isNotEmpty();
        assertThat(get(ALICE + "/messages?folder=Archive").path("messages")).hasSize(2);
        assertThat(run(DomainCalls.GET_DOMAIN).path("name").asText()).isEqualTo("example.org");
        assertThat(run(DomainCalls.LIST_DOMAINS).path("domains")).isNotEmpty();
        assertThat(run(DomainCalls.LIST_DNS_RECORDS).path("records")).hasSizeGreaterThanOrEqualTo(5);
        assertThat(run(AccountCalls.GET_ACCOUNT).path("display_name").asText()).isEqualTo("Alice Liddell");
        assertThat(run(AccountCalls.LIST_ACCOUNTS).path("accounts")).isNotEmpty();
        assertThat(run(AccountCalls.LIST_ALIASES).path("aliases")).hasSize(1);
        assertThat(run(FolderCalls.GET_FOLDER).path("name").asText()).isEqualTo("Work/Receipts");
        assertThat(run(FolderCalls.LIST_FOLDERS).path("folders")).isNotEmpty();
        assertThat(run(ApiKeyCalls.GET_API_KEY).path("name").asText()).isEqualTo("shop");
        assertThat(run(ApiKeyCalls.LIST_API_KEYS).path("api_keys")).hasSize(1);
        assertThat(run(CertificateCalls.GET_CERTIFICATE).path("id").asText()).isEqualTo(variables.get("CERTIFICATE"));
        assertThat(run(CertificateCalls.LIST_CERTIFICATES).path("certificates")).isNotEmpty();
        assertThat(run(AccountCalls.GET_QUOTA).path("usage").path("messages").asInt())
                .isEqualTo(2);
        bytes_are_given_as_they_are();
    }

    private void bytes_are_given_as_they_are() throws Exception {
        assertThat(text(MessageCalls.GET_RAW_MESSAGE)).isEqualTo("Subject: Hi\r\n\r\nHello\r\n");
        String octets = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nText\r\n--b\r\n"
                + "Content-Disposition: attachment; filename=a.txt\r\n\r\nAttached\r\n--b--\r\n";
        HttpResponse<String> appended = send(request(ALICE + "/messages?folder=INBOX")
                .header("Content-Type", "message/rfc822")
                .POST(BodyPublishers.ofString(octets))
                .build());
        String id = json.readTree(appended.body()).path("id").asText();
        String path = ALICE + "/messages/" + id;
        variables.put("PART", get(path).path("attachments").path(0).path("part").asText());
        String first = variables.put("MESSAGE", id);
        assertThat(text(MessageCalls.GET_ATTACHMENT)).isEqualTo("Attached");
        variables.put("MESSAGE", first);
        assertThat(send(request(path).DELETE().build()).statusCode()).isEqualTo(204);
    }

    private void mail_for_an_account_here_is_in_its_inbox_and_one_key_is_one_email() throws Exception {
        String body = "{\"from\": \"Alice <alice@example.org>\", \"to\": \"sales@example.org\", \"subject\": \"Hi\","
                + " \"text\": \"once\"}";
        HttpRequest.Builder request = request("/v1/emails")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "\"order-1\"")
                .POST(BodyPublishers.ofString(body));
        HttpResponse<String> first = send(request.build());
        HttpResponse<String> again = send(request.build());
        HttpResponse<String> other = send(request.POST(BodyPublishers.ofString(body.replace("once", "twice")))
                .build());

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(json.readTree(again.body())).isEqualTo(json.readTree(first.body()));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(other.statusCode()).isEqualTo(422);
        JsonNode inbox = get(ALICE + "/messages?folder=INBOX&q=once");
        assertThat(inbox.path("messages")).hasSize(1);
        assertThat(inbox.path("messages").path(0).path("from").path("name").asText())
                .isEqualTo("Alice");
        String id = json.readTree(first.body()).path("id").asText();
        assertThat(get("/v1/emails/" + id).path("status").asText()).isEqualTo("delivered");
        assertThat(get("/v1/emails/" + id).path("message_id"))
                .isEqualTo(json.readTree(first.body()).path("message_id"));
    }

    private void octets_come_back_as_they_went_in() throws Exception {
        byte[] octets =
                ("Subject: big\r\n\r\n" + "0123456789abcdef\r\n".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);
        HttpResponse<String> appended = send(request(ALICE + "/messages?folder=INBOX&flags=%5CSeen")
                .header("Content-Type", "message/rfc822")
                .POST(BodyPublishers.ofByteArray(octets))
                .build());
        assertThat(appended.statusCode()).as(appended.body()).isEqualTo(201);
        String path =
                ALICE + "/messages/" + json.readTree(appended.body()).path("id").asText();
        byte[] raw = http.send(request(path + "/raw").build(), BodyHandlers.ofByteArray())
                .body();
        assertThat(raw).isEqualTo(octets);
        assertThat(get(path).path("truncated").asBoolean()).isTrue();
        assertThat(send(request(path).DELETE().build()).statusCode()).isEqualTo(204);
    }

    @Test
    void whoever_has_no_key_learns_nothing() throws Exception {
        HttpResponse<String> refused = send(
                HttpRequest.newBuilder(URI.create(server.web() + "/v1/domains")).build());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("X-Request-Id").orElseThrow()).startsWith("req_");
    }

    @Test
    void the_documents_are_there_for_everyone() throws Exception {
        for (String path :
                new String[] {"/openapi", "/docs", "/docs/errors", "/docs/errors/not-found", "/health/ready"}) {
            assertThat(send(HttpRequest.newBuilder(URI.create(server.web() + path))
                                    .build())
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }
}
