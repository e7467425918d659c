package dev.posthaste.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.InMemoryProfile;
import dev.posthaste.api.Operation;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(InMemoryProfile.class)
class RestTest {

    private static final AtomicInteger DOMAINS = new AtomicInteger();

    @TestHTTPResource
    URI server;

    private String domain = "";
    private String alice = "";

    @BeforeEach
    void a_domain_with_an_account() {
        domain = "d" + DOMAINS.incrementAndGet() + ".test";
        alice = "alice@" + domain;
        json("{'name': '%s'}", domain).post("/v1/domains").then().statusCode(201);
        json("{'address': '%s', 'password': 'open sesame'}", alice)
                .post("/v1/accounts")
                .then()
                .statusCode(201);
    }

    private static RequestSpecification api() {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer platform-key");
    }

    /** A request with this body, in which single quotes stand for double ones. */
    private static RequestSpecification json(String body, Object... values) {
        return api().contentType(ContentType.JSON).body(body.formatted(values).replace('\'', '"'));
    }

    private ValidatableResponse send(String text) {
        return json("{'from': 'Bob <bob@%s>', 'to': '%s', 'subject': 'Hi', 'text': '%s'}", domain, alice, text)
                .post("/v1/emails")
                .then()
                .statusCode(202);
    }

    private String inbox() {
        return "/v1/accounts/" + alice + "/messages";
    }

    private String messageInInbox() {
        send("Hello");
        return inbox() + "/" + api().get(inbox() + "?folder=INBOX").path("messages[0].id");
    }

    @Test
    void the_least_that_a_script_can_rely_on() {
        String id = send("Hello")
                .header("Location", matchesPattern("/v1/emails/em_.*"))
                .body("id", matchesPattern("em_.*"))
                .body("message_id", matchesPattern("<.*>"))
                .extract()
                .path("id");
        api().get("/v1/emails/" + id)
                .then()
                .statusCode(200)
                .body("status", is("delivered"))
                .body("from.name", is("Bob"))
                .body("recipients[0].address", is(alice));
        api().get("/v1/emails/" + id + "/recipients").then().statusCode(200).body("recipients[0].attempts", empty());
        api().get("/v1/accounts/" + alice + "/folders").then().statusCode(200).body("folders[0].name", is("INBOX"));
        json("{'name': 'Work'}")
                .post("/v1/accounts/" + alice.replace("@", "%40") + "/folders")
                .then()
                .statusCode(201)
                .body("id", matchesPattern("fld_.*"));
        String message = api().get(inbox() + "?folder=INBOX")
                .then()
                .statusCode(200)
                .body("messages[0].subject", is("Hi"))
                .body("messages[0].from.address", is("bob@" + domain))
                .body("messages[0].to[0].address", is(alice))
                .body("messages[0].flags", empty())
                .body("messages[0].received_at", matchesPattern("20.*Z"))
                .body("messages[0].text", nullValue())
                .body("next_page_token", is(""))
                .extract()
                .path("messages[0].id");
        String path = inbox() + "/" + message;
        api().get(path).then().statusCode(200).body("text", is("Hello\r\n")).body("attachments", empty());
        api().get(path + "/raw")
                .then()
                .statusCode(200)
                .contentType("message/rfc822")
                .body(containsString("Subject: Hi\r\n"));
        json("{'flags': {'add': ['\\\\Seen']}}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("flags", hasItem("\\Seen"));
        api().delete(path).then().statusCode(204);
        api().get(path).then().statusCode(404).body("code", is("NOT_FOUND"));
    }

    @Test
    void a_verb_is_understood_with_its_colon_escaped() {
        String path = messageInInbox();
        json("{'folder': 'Archive'}")
                .post(path + ":copy")
                .then()
                .statusCode(201)
                .body("id", not(is("")));
        json("{'folder': 'Trash'}").post(path + ":move").then().statusCode(200);
        json("{'folder': 'INBOX'}").post(path + "%3Amove").then().statusCode(200);
        json("{'folder': 'Trash'}").post(path + "%3amove").then().statusCode(200);
        json("{'folder': 'Trash'}").post(path + ":burn").then().statusCode(404).body("code", is("ROUTE_NOT_FOUND"));
    }

    @Test
    void a_message_is_appended_as_a_stream_or_in_json() {
        api().contentType("message/rfc822")
                .config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("message/rfc822", ContentType.BINARY)))
                .body("Subject: x\n\nhello\n".getBytes(StandardCharsets.UTF_8))
                .post(inbox() + "?folder=Drafts&flags=%5CDraft,%20work&received_at=2020-01-01T00:00:00Z")
                .then()
                .statusCode(201)
                .body("flags", containsInAnyOrder("\\Draft", "work"))
                .body("received_at", is("2020-01-01T00:00:00Z"))
                .body("size", is(21));
        String data = Base64.getEncoder().encodeToString("Subject: y\r\n\r\nhello".getBytes(StandardCharsets.UTF_8));
        json("{'folder': 'INBOX', 'raw': {'data': '%s'}, 'flags': ['\\\\Seen']}", data)
                .post(inbox())
                .then()
                .statusCode(201)
                .body("subject", is("y"));
        api().contentType("message/rfc822")
                .post(inbox() + "?folder=Nowhere")
                .then()
                .statusCode(404);
    }

    @Test
    void every_call_that_changes_something_is_made_once_for_a_key() {
        String name = "once-" + domain;
        for (String replayed : new String[] {null, "true"}) {
            json("{'name': '%s'}", name)
                    .header("Idempotency-Key", "\"" + name + "\"")
                    .post("/v1/domains")
                    .then()
                    .statusCode(201)
                    .header("Idempotency-Replayed", is(replayed))
                    .body("name", is(name));
            api().header("Idempotency-Key", name)
                    .delete("/v1/domains/" + name)
                    .then()
                    .statusCode(204)
                    .header("Idempotency-Replayed", is(replayed));
        }
        json("{'name': 'x-%s'}", name)
                .header("Idempotency-Key", name)
                .post("/v1/domains")
                .then()
                .statusCode(422)
                .body("code", is("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void a_new_key_is_shown_again_to_whoever_repeats_the_request() {
        String first = json("{'name': 'shop', 'scopes': ['emails:send']}")
                .header("Idempotency-Key", domain)
                .post("/v1/api_keys")
                .then()
                .statusCode(201)
                .extract()
                .asString();
        json("{'name': 'shop', 'scopes': ['emails:send']}")
                .header("Idempotency-Key", domain)
                .post("/v1/api_keys")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body(equalTo(first));
    }

    @Test
    void a_message_is_appended_once_for_a_key_however_its_octets_come() {
        String message = "Subject: streamed\n\nHello\n";
        String first = append(message).statusCode(201).extract().path("id");
        append(message).statusCode(201).header("Idempotency-Replayed", "true").body("id", is(first));
        append(message + "more\n").statusCode(422).body("code", is("IDEMPOTENCY_KEY_REUSED"));
        api().get(inbox()).then().body("messages", hasSize(1));
    }

    private ValidatableResponse append(String message) {
        return api().header("Idempotency-Key", "append")
                .contentType("message/rfc822")
                .config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("message/rfc822", ContentType.BINARY)))
                .body(message.getBytes(StandardCharsets.UTF_8))
                .post(inbox() + "?folder=INBOX")
                .then();
    }

    @Test
    void an_attachment_comes_back_byte_for_byte_and_as_no_page_of_ours() {
        byte[] file = new byte[200_000];
        new java.util.Random(1).nextBytes(file);
        json(
                        "{'from': 'bob@%s', 'to': ['%s'], 'text': 't', 'attachments': [{'filename': 'ü.html', 'content_type': 'text/html', 'content': '%s'}]}",
                        domain, alice, Base64.getEncoder().encodeToString(file))
                .post("/v1/emails")
                .then()
                .statusCode(202);
        String path = inbox() + "/" + api().get(inbox()).path("messages[0].id");
        api().get(path)
                .then()
                .body("attachments[0].part", is("2"))
                .body("attachments[0].filename", is("ü.html"))
                .body("attachments[0].disposition", is("attachment"));
        byte[] answer = api().get(path + "/attachments/2")
                .then()
                .statusCode(200)
                .header("Content-Disposition", is("attachment; filename*=UTF-8''%C3%BC.html"))
                .header("X-Content-Type-Options", is("nosniff"))
                .header("Content-Security-Policy", containsString("sandbox"))
                .header("Content-Type", containsString("text/html"))
                .extract()
                .asByteArray();
        assertThat(answer).isEqualTo(file);
        api().get(path + "/attachments/1").then().statusCode(404);
    }

    @Test
    void a_request_with_a_key_is_answered_again_as_it_was() {
        String body = "{'from': 'bob@%s', 'to': '%s', 'text': 'once'}";
        String first = json(body, domain, alice)
                .header("Idempotency-Key", "\"order-1\"")
                .post("/v1/emails")
                .then()
                .statusCode(202)
                .header("Idempotency-Replayed", nullValue())
                .extract()
                .asString();
        json(body, domain, alice)
                .header("Idempotency-Key", "order-1")
                .post("/v1/emails")
                .then()
                .statusCode(202)
                .header("Idempotency-Replayed", is("true"))
                .body(equalTo(first));
        json(body.replace("once", "twice"), domain, alice)
                .header("Idempotency-Key", "order-1")
                .post("/v1/emails")
                .then()
                .statusCode(422)
                .body("code", is("IDEMPOTENCY_KEY_REUSED"));
        api().get(inbox()).then().body("messages", hasSize(1));
    }

    @Test
    void a_person_is_a_text_or_an_object_alone_or_in_a_list() {
        json(
                        "{'from': {'address': 'bob@%s', 'name': 'Bob'}, 'to': [{'address': '%s'}, 'Carol <carol@example.net>'], 'cc': 'd@example.net', 'text': 't'}",
                        domain, alice)
                .post("/v1/emails")
                .then()
                .statusCode(202)
                .body("recipients", hasSize(3))
                .body("status", is("queued"));
    }

    @Test
    void a_raw_message_is_sent_as_it_is() {
        String raw = "From: bob@" + domain + "\nTo: " + alice + "\nSubject: raw\n\nHello\n";
        json("{'raw': {'data': '%s'}}", Base64.getEncoder().encodeToString(raw.getBytes(StandardCharsets.UTF_8)))
                .post("/v1/emails")
                .then()
                .statusCode(202)
                .body("subject", is("raw"));
    }

    @Test
    void an_account_is_changed_by_a_merge_patch() {
        String path = "/v1/accounts/" + alice;
        api().contentType("application/merge-patch+json")
                .config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/merge-patch+json", ContentType.TEXT)))
                .body("{\"display_name\": \"Alice\", \"quota\": {\"storage_bytes\": 1000}}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("display_name", is("Alice"))
                .body("quota.storage_bytes", is(1000));
        json("{'display_name': null}")
                .patch(path)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", is("/display_name"));
        json("{'address': 'x'}").patch(path).then().statusCode(400).body("code", is("UNKNOWN_FIELD"));
        api().get(path + "/quota").then().statusCode(200).body("usage.messages", is(0));
    }

    @Test
    void aliases_come_and_go() {
        String path = "/v1/accounts/" + alice + "/aliases";
        String id = json("{'address': '*@%s'}", domain)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        api().get(path).then().statusCode(200).body("aliases[0].address", is("*@" + domain));
        api().delete(path + "/" + id).then().statusCode(204);
        api().delete(path + "/" + id).then().statusCode(404);
    }

    @Test
    void a_folder_is_renamed_and_deleted() {
        String path = "/v1/accounts/" + alice + "/folders";
        String id = json("{'name': 'Work'}").post(path).path("id");
        json("{'name': 'Play'}").patch(path + "/" + id).then().statusCode(200).body("name", is("Play"));
        api().get(path + "/Play").then().statusCode(200).body("id", is(id));
        api().delete(path + "/" + id).then().statusCode(204);
        api().delete(path + "/INBOX").then().statusCode(409).body("code", is("FOLDER_NOT_ALLOWED"));
    }

    @Test
    void a_domain_says_what_it_must_publish() {
        api().get("/v1/domains/" + domain)
                .then()
                .statusCode(200)
                .body("records[0].type", is("MX"))
                .body("dkim_keys.algorithm", containsInAnyOrder("rsa_sha256", "ed25519_sha256"));
        api().get("/v1/domains/" + domain + "/records").then().statusCode(200).body("records[0].name", is(domain));
        api().delete("/v1/domains/" + domain).then().statusCode(409).body("code", is("DOMAIN_IN_USE"));
    }

    @Test
    void a_key_is_shown_once_does_what_it_may_and_is_revoked() {
        io.restassured.path.json.JsonPath made = json("{'name': 'shop', 'scopes': ['domains:read']}")
                .post("/v1/api_keys")
                .then()
                .statusCode(201)
                .body("secret", matchesPattern("ph_live_.*"))
                .extract()
                .jsonPath();
        String key = made.getString("secret");
        String path = "/v1/api_keys/" + made.getString("id");

        api().get(path).then().statusCode(200).body("secret", nullValue());
        given().header("Authorization", "bearer " + key)
                .get("/v1/domains")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + key)
                .get("/v1/accounts")
                .then()
                .statusCode(403)
                .body("code", is("SCOPE_MISSING"))
                .body("metadata.scope", is("accounts:read"))
                .body("detail", containsString("accounts:read"));
        given().header("Authorization", "Bearer " + key)
                .header("X-Tenant", "ten_00000000000000000000000000")
                .get("/v1/domains")
                .then()
                .statusCode(403)
                .body("code", is("TENANT_FORBIDDEN"));
        api().delete(path).then().statusCode(200).body("revoked_at", not(nullValue()));
        given().header("Authorization", "Bearer " + key)
                .get("/v1/domains")
                .then()
                .statusCode(401);
    }

    @Test
    void the_platform_key_acts_for_a_tenant_that_exists() {
        api().header("X-Tenant", "ten_00000000000000000000000000")
                .get("/v1/domains")
                .then()
                .statusCode(404)
                .body("code", is("TENANT_NOT_FOUND"));
        api().header("X-Tenant", "nobody").get("/v1/domains").then().statusCode(400);
    }

    @Test
    void every_answer_says_what_is_left_of_the_quota() {
        api().get("/v1/domains")
                .then()
                .header("RateLimit-Policy", is("\"api\";q=600000;w=60, \"send\";q=10000;w=1"))
                .header("RateLimit", matchesPattern("\"api\";r=\\d+;t=1"));
        send("Hello").header("RateLimit", containsString("\"send\";r="));
        for (String path : new String[] {"/v1/emails/", "/v1/emails;a=b", "/v1/%65mails"}) {
            json("{}").post(path).then().statusCode(422).header("RateLimit", containsString("\"send\";r="));
        }
        api().get("/v1/domains/nowhere").then().statusCode(404).header("RateLimit", containsString("\"api\";r="));
    }

    @Test
    void a_resource_that_has_not_changed_is_not_sent_again_and_one_that_has_is_not_changed_blindly() {
        String path = "/v1/accounts/" + alice;
        String tag = api().get(path).then().statusCode(200).extract().header("ETag");
        api().get(path).then().body("etag", is(tag));
        api().header("If-None-Match", "\"x\", " + tag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", is(tag));
        json("{'display_name': 'A'}")
                .header("If-Match", tag)
                .patch(path)
                .then()
                .statusCode(200)
                .header("ETag", not(tag));
        json("{'display_name': 'B'}")
                .header("If-Match", tag)
                .patch(path)
                .then()
                .statusCode(412)
                .body("code", is("PRECONDITION_FAILED"));
        api().header("If-Match", tag).delete(path).then().statusCode(412);
        api().header("If-Match", "nonsense").delete(path).then().statusCode(400);
        String message = messageInInbox();
        String seen = api().get(message).header("ETag");
        json("{'flags': {'add': ['\\\\Seen']}}")
                .header("If-Match", seen)
                .patch(message)
                .then()
                .statusCode(200);
        json("{'flags': {'add': ['\\\\Flagged']}}")
                .header("If-Match", seen)
                .patch(message)
                .then()
                .statusCode(412);
        api().header("If-Match", seen).delete(message).then().statusCode(412);
        api().header("If-Match", "*").delete(message).then().statusCode(204);
    }

    @Test
    void a_list_says_where_its_next_page_is() {
        String link = api().get("/v1/domains?page_size=1")
                .then()
                .statusCode(200)
                .extract()
                .header("Link");
        assertThat(link).matches("</v1/domains\\?page_size=1&page_token=[\\w-]+>; rel=\"next\"");
        api().get(link.substring(1, link.indexOf('>'))).then().statusCode(200).body("domains", hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic YTpi", "Bearer", "Bearer x", "Bearer  ", "Token platform-key"})
    void nobody_gets_in_without_a_key(String authorization) {
        given().header("Authorization", authorization)
                .get("/v1/domains")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json")
                .body("code", is("UNAUTHENTICATED"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'nam': 'x'} | 400 | UNKNOWN_FIELD | /nam",
                "{'name': 1} | 400 | WRONG_TYPE | /name",
                "{'name': ['x']} | 400 | WRONG_TYPE | /name",
                "{'name': true} | 400 | WRONG_TYPE | /name",
                "{} | 422 | MISSING_FIELD | /name",
                "{'name': null} | 422 | MISSING_FIELD | /name",
                "{'name': 'a b'} | 422 | INVALID_VALUE | /name"
            })
    void a_bad_field_is_named_with_its_place(String body, int status, String code, String pointer) {
        problem(json(body).post("/v1/domains").then(), status, code).body("errors[0].pointer", is(pointer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{'name': 'x'} more", "{'name': 'x', 'name': 'y'}", "nonsense", "{'name': 'x'", "\u0000"
            })
    void what_is_not_json_is_refused(String body) {
        problem(json(body).post("/v1/domains").then(), 400, "MALFORMED_JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "'x'", "null"})
    void json_that_is_no_object_is_refused(String body) {
        json(body).post("/v1/domains").then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void places_reach_into_lists_and_objects() {
        problem(json("{'to': [{'addres': 'x'}]}").post("/v1/emails").then(), 400, "UNKNOWN_FIELD")
                .body("errors[0].pointer", is("/to/0/addres"));
        problem(json("{'attachments': [{'content': '***'}]}").post("/v1/emails").then(), 400, "INVALID_BASE64")
                .body("errors[0].pointer", is("/attachments/0/content"));
        problem(json("{'raw': {}}").post("/v1/emails").then(), 422, "MISSING_FIELD")
                .body("errors[0].pointer", is("/raw/data"));
        problem(json("{'tags': ['a', null]}").post("/v1/emails").then(), 400, "WRONG_TYPE")
                .body("errors[0].pointer", is("/tags/1"));
        problem(json("{'metadata': {'a': 1}}").post("/v1/emails").then(), 400, "WRONG_TYPE")
                .body("errors[0].pointer", is("/metadata/a"));
        problem(
                        json("{'attachments': [{'content': '', 'disposition': 'up'}]}")
                                .post("/v1/emails")
                                .then(),
                        422,
                        "INVALID_VALUE")
                .body("errors[0].pointer", is("/attachments/0/disposition"));
    }

    @Test
    void what_the_framework_refuses_is_a_problem_too() {
        problem(api().get("/v1/nothing").then(), 404, "ROUTE_NOT_FOUND");
        problem(api().put("/v1/emails").then(), 405, "METHOD_NOT_ALLOWED");
        problem(api().accept("image/png").get("/v1/domains").then(), 406, "NOT_ACCEPTABLE");
        problem(api().contentType("text/plain").body("x").post("/v1/domains").then(), 415, "UNSUPPORTED_MEDIA_TYPE");
        problem(api().get("/v1/domains?limit=1").then(), 400, "UNKNOWN_FIELD").body("errors[0].pointer", is("/limit"));
        problem(api().get("/v1/emails?tag=%00").then(), 422, "INVALID_VALUE");
        problem(api().get("/v1/emails?tag=a%0Ab").then(), 422, "INVALID_VALUE");
        problem(api().get("/v1/emails?tag=" + "x".repeat(101)).then(), 422, "LIMIT_EXCEEDED");
        problem(api().get("/v1/emails?page_token=%00").then(), 400, "INVALID_PAGE_TOKEN");
        for (String text : new String[] {"%00", "x".repeat(2000)}) {
            problem(api().get("/v1/emails?status=" + text).then(), 400, "INVALID_PARAMETER");
            problem(api().get("/v1/emails/" + text).then(), 404, "NOT_FOUND");
            problem(api().get("/v1/domains/" + text).then(), 404, "NOT_FOUND");
            problem(api().get("/v1/accounts/" + text).then(), 404, "NOT_FOUND");
            problem(api().get("/v1/accounts/" + text + "@a.test").then(), 404, "NOT_FOUND");
            problem(api().get("/v1/accounts/" + alice + "/folders/" + text).then(), 404, "NOT_FOUND");
            problem(
                    api().get("/v1/accounts/" + alice + "/messages?folder=" + text)
                            .then(),
                    404,
                    "NOT_FOUND");
        }
        problem(api().get("/v1/domains?page_size=0").then(), 400, "INVALID_PARAMETER");
        problem(api().get("/v1/domains?page_size=x").then(), 400, "INVALID_PARAMETER");
        problem(api().get("/v1/domains?page_size=1&page_size=2").then(), 400, "INVALID_PARAMETER");
        problem(api().get("/v1/domains?page_token=x").then(), 400, "INVALID_PAGE_TOKEN");
        problem(api().get("/v1/emails?status=lost").then(), 400, "INVALID_PARAMETER");
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .header("X-Request-Id", matchesPattern("req_.*"))
                .body("code", is(code))
                .body("status", is(status))
                .body("type", is(ErrorCode.valueOf(code).type()))
                .body("request_id", matchesPattern("req_.*"))
                .body("trace", nullValue())
                .body(not(containsString("Exception")))
                .body(not(containsString("dev.posthaste")));
    }

    @Test
    void a_body_beyond_the_limit_is_told_so() throws IOException {
        String text = "x".repeat(4_000_000);
        problem(
                json("{'from': 'bob@%s', 'to': '%s', 'text': '%s'}", domain, alice, text)
                        .post("/v1/emails")
                        .then(),
                413,
                "MESSAGE_TOO_LARGE");
        assertThat(raw("POST /v1/emails HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer platform-key\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 100000000\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/%zz",
                "/v1/emails/%00",
                "/v1/accounts/%ff%fe/messages",
                "/v1/../../etc/passwd",
                "/v1/accounts//messages"
            })
    void a_path_that_is_none_shows_nothing_of_the_inside(String path) throws IOException {
        String answer = raw("GET " + path
                + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer platform-key\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Exception", "\tat ");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void every_problems_type_is_a_page(ErrorCode code) {
        given().get(code.type())
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("<code>" + code + "</code>"));
    }

    @Test
    void the_pages_show_every_call_and_load_nothing() {
        String page = given().get("/docs")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .extract()
                .asString();
        for (Operation<?, ?> operation : ApiDescription.operations()) {
            assertThat(page).contains("id=\"" + operation.id() + "\"");
        }
        assertThat(page).doesNotContain("<script", "src=", "@import").contains("curl -H");
        assertThat(page)
                .contains("http://localhost:" + server.getPort() + "/v1/domains/example.org&quot;")
                .doesNotContain("{id}&quot;");
        String odd = given().header("Host", "$(reboot)").get("/docs").asString();
        assertThat(odd).doesNotContain("reboot");
        given().get("/docs/errors").then().statusCode(200);
        given().get("/docs/errors/nothing").then().statusCode(404);
        given().get("/nothing").then().statusCode(404).header("X-Request-Id", matchesPattern("req_.*"));
    }

    @Test
    void the_served_document_is_the_committed_one() throws IOException {
        Path served = Files.createDirectories(Path.of("target")).resolve("v1.yaml");
        Files.writeString(
                served, given().get("/openapi").then().statusCode(200).extract().asString());
        assertThat(Path.of("openapi/v1.yaml")).as("copy %s there", served).hasSameTextualContentAs(served);
    }
}
