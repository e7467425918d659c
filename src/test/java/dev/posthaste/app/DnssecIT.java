package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import dev.posthaste.dns.SignedTree;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that know each other by a signed DNS only, by MX records: as on the Internet, but for the port. */
class DnssecIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String KEY = "ph_test_dnssec";

    @TempDir
    Path folder;

    @Test
    void mail_goes_where_the_signed_dns_says_and_waits_where_the_dns_was_tampered_with() throws Exception {
        assumeTrue(SignedTree.isInstalled(), "Knot DNS is not installed");
        try (SignedTree tree = SignedTree.plant(folder.resolve("dns"));
                RunningServer far = RunningServer.start(folder.resolve("far"), Map.of("POSTHASTE_ADMIN_KEY", KEY));
                RunningServer near = RunningServer.start(folder.resolve("near"), near(tree, far))) {
            for (String domain : List.of("signed.test", "plain.test", "bogus.test")) {
                account(far, domain, "bob@" + domain);
            }
            Http here = account(near, "a.test", "alice@a.test");

            String signed = send(here, "bob@signed.test");
            String plain = send(here, "bob@plain.test");
            String bogus = send(here, "bob@bogus.test");

            assertThat(settled(here, signed)).contains("delivered").contains("mx.signed.test");
            assertThat(settled(here, plain)).contains("delivered").contains("mx.plain.test");
            assertThat(settled(here, bogus))
                    .contains("deferred")
                    .contains("4.4.3")
                    .contains("DNSSEC: ")
                    .doesNotContain("mx.bogus.test:");
            assertThat(inbox(far, "bob@signed.test")).hasSize(1);
            assertThat(inbox(far, "bob@bogus.test")).isEmpty();
        }
    }

    private static Map<String, String> near(SignedTree tree, RunningServer far) {
        assertThat(far.ready()).as(far.output()).isTrue();
        return Map.of(
                "POSTHASTE_MODE",
                "production",
                "POSTHASTE_HOSTNAME",
                "near.test",
                "POSTHASTE_BIND",
                "127.0.0.1",
                "POSTHASTE_ADMIN_KEY",
                KEY,
                "POSTHASTE_DNS_SERVERS",
                tree.server(),
                "POSTHASTE_DNS_TRUST_ANCHOR",
                tree.anchor(),
                "POSTHASTE_RELAY_PORT",
                Integer.toString(far.port("mx")));
    }

    private static Http account(RunningServer server, String domain, String address) throws Exception {
        assertThat(server.ready()).as(server.output()).isTrue();
        Http http = new Http(server.web(), KEY);
        Http.Answer made = http.post("/domains", new JsonObject().put("name", domain));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        made = http.post("/accounts", new JsonObject().put("address", address).put("password", "correct horse"));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return http;
    }

    private static String send(Http http, String to) throws Exception {
        Http.Answer sent = http.post(
                "/emails",
                new JsonObject()
                        .put("from", "alice@a.test")
                        .put("to", new JsonArray().add(to))
                        .put("subject", "by name")
                        .put("text", "Hello"));
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        return sent.json().getString("id");
    }

    /** What is known of the recipient after the first attempt. */
    private static String settled(Http http, String email) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        String told = http.get("/emails/" + email + "/recipients").body();
        while (told.contains("\"attempts\":[]") && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            told = http.get("/emails/" + email + "/recipients").body();
        }
        return told;
    }

    private static JsonArray inbox(RunningServer server, String address) throws Exception {
        return new Http(server.web(), KEY)
                .get("/accounts/" + address + "/messages?folder=INBOX")
                .json()
                .getJsonArray("messages");
    }
}
