package dev.posthaste.api.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import dev.posthaste.api.InMemoryProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(InMemoryProfile.class)
class RestTest {

    private static RequestSpecification api() {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer platform-key").contentType(ContentType.JSON);
    }

    @Test
    void the_least_that_a_script_can_rely_on() {
        RestAssured.enableLoggingOfRequestAndResponseIfValidationFails();
        api().body("{\"name\":\"a.test\"}").post("/v1/domains").then().statusCode(201).body("id", matchesPattern("dom_.*"));
        api().body("{\"address\":\"alice@a.test\",\"password\":\"open sesame\"}")
                .post("/v1/accounts")
                .then()
                .statusCode(201)
                .body("id", matchesPattern("acc_.*"));
        String email = api().body(
                        "{\"from\":\"Bob <bob@a.test>\",\"to\":\"alice@a.test\",\"subject\":\"Hi\",\"text\":\"Hello\"}")
                .post("/v1/emails")
                .then()
                .statusCode(202)
                .header("X-Request-Id", matchesPattern("req_.*"))
                .body("message_id", matchesPattern("<.*>"))
                .extract()
                .path("id");
        api().get("/v1/emails/" + email).then().statusCode(200).body("status", is("delivered"));
        api().get("/v1/accounts/alice@a.test/folders").then().statusCode(200).body("folders[0].name", is("INBOX"));
        api().body("{\"name\":\"Work\"}")
                .post("/v1/accounts/alice%40a.test/folders")
                .then()
                .statusCode(201);
        String message = api().get("/v1/accounts/alice@a.test/messages?folder=INBOX")
                .then()
                .statusCode(200)
                .body("messages[0].subject", is("Hi"))
                .body("messages[0].from.address", is("bob@a.test"))
                .body("next_page_token", is(""))
                .extract()
                .path("messages[0].id");
        String path = "/v1/accounts/alice@a.test/messages/" + message;
        api().get(path).then().log().all().statusCode(200).body("text", is("Hello\r\n"));
        api().get(path + "/raw").then().log().all().statusCode(200).header("Content-Type", "message/rfc822");
        api().body("{\"flags\":{\"add\":[\"\\\\Seen\"]}}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("flags", hasItem("\\Seen"));
        api().body("{\"folder\":\"Work\"}").post(path + ":copy").then().statusCode(201);
        api().body("{\"folder\":\"Archive\"}").post(path + "%3Amove").then().statusCode(200);
        given().header("Authorization", "Bearer platform-key").contentType("message/rfc822").body("Subject: x\n\nhello\n").post("/v1/accounts/alice@a.test/messages?folder=INBOX&flags=%5CSeen").then().log().all().statusCode(201);
        api().delete(path).then().statusCode(204);
        api().get(path).then().log().all().statusCode(404);
        api().get("/v1/nothing").then().log().all().statusCode(404);
        api().put("/v1/emails").then().log().all().statusCode(405);
        api().body("{\"nam\":1}").post("/v1/domains").then().log().all().statusCode(400);
        api().body("{\"name\":1}").post("/v1/domains").then().log().all().statusCode(400);
        api().body("{\"name\":").post("/v1/domains").then().log().all().statusCode(400);
        api().post("/v1/domains").then().log().all().statusCode(400);
        given().header("Authorization", "Bearer platform-key").contentType("text/plain").body("x").post("/v1/domains").then().log().all().statusCode(415);
        given().header("Authorization", "Bearer platform-key").accept("image/png").get("/v1/domains").then().log().all().statusCode(406);
        given().get("/v1/domains").then().log().all().statusCode(401);
        api().get("/v1/domains?x=1").then().log().all().statusCode(400);
    }
}
