package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.address.DomainName;
import dev.posthaste.app.Configuration.Blobs;
import dev.posthaste.app.Configuration.Database;
import dev.posthaste.blob.s3.Bucket;
import dev.posthaste.delivery.remote.RelayRoutes;
import dev.posthaste.dns.TrustAnchors;
import dev.posthaste.id.Secret;
import dev.posthaste.listener.Networks;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    private static final Pattern VARIABLE = Pattern.compile("\\bPOSTHASTE_[A-Z0-9_]*[A-Z0-9]");

    @Test
    void local_mode_needs_nothing_and_stays_on_this_machine() throws Exception {
        Configuration local = read(Map.of("POSTHASTE_MODE", "local"));

        assertThat(local.hostname()).isEqualTo(DomainName.of("localhost"));
        assertThat(local.listening().bind()).isEqualTo("127.0.0.1");
        assertThat(local.listening().port(Listener.HTTP)).isEqualTo(8080);
        assertThat(local.listening().port(Listener.MX)).isEqualTo(2525);
        assertThat(local.listening().port(Listener.SUBMISSION)).isEqualTo(2587);
        assertThat(local.listening().port(Listener.SUBMISSIONS)).isEqualTo(2465);
        assertThat(local.listening().port(Listener.LMTP)).isEqualTo(2424);
        assertThat(local.listening().port(Listener.IMAP)).isEqualTo(2143);
        assertThat(local.listening().port(Listener.IMAPS)).isEqualTo(2993);
        assertThat(local.listening().port(Listener.POP3)).isEqualTo(2110);
        assertThat(local.listening().port(Listener.POP3S)).isEqualTo(2995);
        assertThat(local.listening().port(Listener.MANAGESIEVE)).isEqualTo(4190);
        assertThat(local.dataDirectory()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(local.storage().database()).isEqualTo(new Database.Embedded());
        assertThat(local.storage().blobs()).isEqualTo(new Blobs.InDatabase());
        assertThat(local.storage().redisUrl()).isEmpty();
        assertThat(local.storage().eventRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(local.roles()).containsExactlyInAnyOrder(Role.values());
        assertThat(local.messageSizeMax()).isEqualTo(52_428_800);
    }

    @Test
    void without_a_word_it_is_production_and_production_wants_a_hostname() {
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("POSTHASTE_HOSTNAME is missing")
                .hasMessageContaining("POSTHASTE_MODE=local");
    }

    @Test
    void production_has_the_ports_of_the_standards_on_every_interface() throws Exception {
        Configuration production = read(Map.of("POSTHASTE_HOSTNAME", "mx1.example.com"));

        assertThat(production.listening().bind()).isEqualTo("0.0.0.0");
        assertThat(production.listening().port(Listener.MX)).isEqualTo(25);
        assertThat(production.listening().port(Listener.SUBMISSION)).isEqualTo(587);
        assertThat(production.listening().port(Listener.SUBMISSIONS)).isEqualTo(465);
        assertThat(production.listening().port(Listener.IMAP)).isEqualTo(143);
        assertThat(production.listening().port(Listener.IMAPS)).isEqualTo(993);
        assertThat(production.listening().port(Listener.POP3)).isEqualTo(110);
        assertThat(production.listening().port(Listener.POP3S)).isEqualTo(995);
    }

    @Test
    void lmtp_is_for_this_machine_unless_somebody_names_networks() throws Exception {
        Networks relays = read(Map.of("POSTHASTE_MODE", "local")).listening().relays();
        assertThat(relays.contains("127.0.0.1")).isTrue();
        assertThat(relays.contains("10.1.2.3")).isFalse();

        Configuration wider = read(Map.of("POSTHASTE_MODE", "local", "POSTHASTE_LMTP_TRUSTED", "10.0.0.0/8, fd00::/8"));
        assertThat(wider.listening().relays().contains("10.1.2.3")).isTrue();
        assertThat(wider.listening().relays().contains("127.0.0.1")).isFalse();
        assertThatThrownBy(() -> read(Map.of("POSTHASTE_MODE", "local", "POSTHASTE_LMTP_TRUSTED", "relay.example")))
                .hasMessageContaining("POSTHASTE_LMTP_TRUSTED")
                .hasMessageContaining("is not a network");
    }

    @Test
    void lmtp_never_has_the_port_of_smtp() {
        assertThatThrownBy(() -> read(Map.of("POSTHASTE_MODE", "local", "POSTHASTE_LMTP_PORT", "25")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("RFC 2033 section 5");
    }

    @Test
    void a_property_wins_over_the_variable() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("posthaste.http.port", "0");
        properties.setProperty("posthaste.imap-port", "1143");

        Configuration configuration =
                Configuration.read(Map.of("POSTHASTE_MODE", "local", "POSTHASTE_HTTP_PORT", "9000"), properties);

        assertThat(configuration.listening().port(Listener.HTTP)).isZero();
        assertThat(configuration.listening().port(Listener.IMAP)).isEqualTo(1143);
    }

    @Test
    void an_empty_variable_counts_as_unset() throws Exception {
        assertThat(local("POSTHASTE_REDIS_URL", " ").storage().redisUrl()).isEmpty();
    }

    @Test
    void a_role_brings_its_listeners_and_every_node_has_http() throws Exception {
        Configuration node = local("POSTHASTE_ROLES", "mx, relay");

        assertThat(node.roles()).containsExactlyInAnyOrder(Role.MX, Role.RELAY);
        assertThat(node.listeners()).containsExactlyInAnyOrder(Listener.HTTP, Listener.MX);
        assertThat(local("POSTHASTE_ROLES", "submission").listeners())
                .containsExactlyInAnyOrder(Listener.HTTP, Listener.SUBMISSION, Listener.SUBMISSIONS);
        assertThat(local("POSTHASTE_ROLES", "all").listeners()).containsExactlyInAnyOrder(Listener.values());
    }

    @Test
    void a_database_url_is_taken_apart_and_decoded() throws Exception {
        assertThat(local("POSTHASTE_DATABASE_URL", "postgresql://me:p%40ss+%2F@db.example:5433/mail?sslmode=require")
                        .storage()
                        .database())
                .isEqualTo(new Database.External(
                        new ConnectionInfo("db.example", 5433, "mail", "me", new Secret("p@ss+/"), "sslmode=require")));
        assertThat(local("POSTHASTE_DATABASE_URL", "postgres://me@db/mail")
                        .storage()
                        .database())
                .isEqualTo(new Database.External(new ConnectionInfo("db", 5432, "mail", "me", new Secret(""), "")));
    }

    @Test
    void blobs_lie_where_the_url_says() throws Exception {
        assertThat(blobs("file:///srv/my%20blobs/../blobs")).isEqualTo(new Blobs.InFiles(Path.of("/srv/blobs")));
        assertThat(blobs("s3://mail"))
                .isEqualTo(new Blobs.InBucket(
                        new Bucket("mail", "us-east-1", new Bucket.Host.Amazon(), new Bucket.Login.Environment())));
        assertThat(blobs("s3://id:a%2Fb+c@mail.example/?region=eu-central-1&endpoint=http://minio:9000"))
                .isEqualTo(new Blobs.InBucket(new Bucket(
                        "mail.example",
                        "eu-central-1",
                        new Bucket.Host.Server(URI.create("http://minio:9000")),
                        new Bucket.Login.Key("id", new Secret("a/b+c")))));
    }

    @Test
    void servers_and_routes_are_lists_of_hosts_and_ports() throws Exception {
        Configuration configuration = read(Map.of(
                "POSTHASTE_MODE", "local",
                "POSTHASTE_DNS_SERVERS", "127.0.0.1:5353, [::1]:54,resolver.example",
                "POSTHASTE_RELAY_PORT", "2526",
                "POSTHASTE_RELAY_ROUTES", "Bücher.example=[2001:db8::1]:25,*=user:secret@smarthost.example:587"));

        assertThat(configuration.dns().servers())
                .containsExactly(
                        new HostPort("127.0.0.1", 5353), new HostPort("::1", 54), new HostPort("resolver.example", 53));
        assertThat(configuration.relay().port()).isEqualTo(2526);
        RelayRoutes routes = configuration.relay().routes();
        assertThat(routes.of(DomainName.of("bücher.example")).orElseThrow().host())
                .isEqualTo("2001:db8::1");
        RelayRoutes.Route rest = routes.of(DomainName.of("any.example")).orElseThrow();
        assertThat(rest.host()).isEqualTo("smarthost.example");
        assertThat(rest.port()).isEqualTo(587);
        assertThat(rest.login().toString()).contains("user").doesNotContain("secret");
    }

    @Test
    void answers_of_the_dns_are_validated_from_a_trust_anchor_if_there_is_one() throws Exception {
        assertThat(read(Map.of("POSTHASTE_MODE", "local")).dns().anchors()).isEqualTo(TrustAnchors.NONE);
        assertThat(local("POSTHASTE_DNS_TRUST_ANCHOR", "root").dns().anchors()).isEqualTo(TrustAnchors.ROOT);
    }

    @ParameterizedTest
    @CsvSource({"65536, 65536", "64KiB, 65536", "10 MiB, 10485760", "1GiB, 1073741824"})
    void a_size_has_a_binary_unit_or_none(String text, long octets) throws Exception {
        assertThat(local("POSTHASTE_MESSAGE_SIZE_MAX", text).messageSizeMax()).isEqualTo(octets);
    }

    @ParameterizedTest
    @CsvSource({"1d, 1", "30 d, 30", "9999d, 9999"})
    void events_are_kept_for_whole_days(String text, long days) throws Exception {
        assertThat(local("POSTHASTE_EVENT_RETENTION", text).storage().eventRetention())
                .isEqualTo(Duration.ofDays(days));
    }

    @ParameterizedTest
    @CsvSource({
        "POSTHASTE_EVENT_RETENTION, 0d, from 1d to 9999d",
        "POSTHASTE_EVENT_RETENTION, 30, from 1d to 9999d",
        "POSTHASTE_EVENT_RETENTION, P30D, from 1d to 9999d",
        "POSTHASTE_MODE, test, 'none of [local, production]'",
        "POSTHASTE_HOSTNAME, -bad-, not a domain name",
        "POSTHASTE_HTTP_PORT, http, not a port",
        "POSTHASTE_MX_PORT, 65536, not a port",
        "POSTHASTE_POP3S_PORT, -1, not a port",
        "POSTHASTE_ROLES, 'mx,smtp', 'smtp'",
        "POSTHASTE_REDIS_URL, http://redis, redis://",
        "POSTHASTE_BLOB_URL, ftp://x, file:///folder",
        "POSTHASTE_BLOB_URL, file://x, no folder",
        "POSTHASTE_BLOB_URL, file:x, no folder",
        "POSTHASTE_BLOB_URL, file:///x?sync=no, no folder",
        "POSTHASTE_BLOB_URL, file:///x%zz, hexadecimal",
        "POSTHASTE_BLOB_URL, s3:///x, s3://[key:secret@]bucket",
        "POSTHASTE_BLOB_URL, s3://?region=x, no bucket",
        "POSTHASTE_BLOB_URL, s3://Mail, no bucket",
        "POSTHASTE_BLOB_URL, s3://b, no bucket",
        "POSTHASTE_BLOB_URL, s3://mail/folder, s3://[key:secret@]bucket",
        "POSTHASTE_BLOB_URL, s3://id@mail, s3://[key:secret@]bucket",
        "POSTHASTE_BLOB_URL, s3://mail?zone=x, no other parameters",
        "POSTHASTE_BLOB_URL, s3://mail?region=a&region=b, no other parameters",
        "POSTHASTE_BLOB_URL, s3://mail?region=, no other parameters",
        "POSTHASTE_BLOB_URL, s3://mail?region=A, a region",
        "POSTHASTE_BLOB_URL, s3://mail?endpoint=minio:9000, https://host:port",
        "POSTHASTE_BLOB_URL, s3://mail?endpoint=ftp://minio, https://host:port",
        "POSTHASTE_BLOB_URL, s3://mail?endpoint=http://a%20b, no URL",
        "POSTHASTE_DNS_SERVERS, a:b:c, not host:port",
        "POSTHASTE_DNS_TRUST_ANCHOR, /no/such/file, neither 'root'",
        "POSTHASTE_DNS_TRUST_ANCHOR, . IN DS 20326 8 2 E06D, DS or DNSKEY record",
        "POSTHASTE_RELAY_ROUTES, example.net, domain=host:port",
        "POSTHASTE_RELAY_ROUTES, example.net=, domain=host:port",
        "POSTHASTE_RELAY_PORT, smtp, not a port",
        "POSTHASTE_MESSAGE_SIZE_MAX, 1KiB, between 64KiB and 1GiB",
        "POSTHASTE_MESSAGE_SIZE_MAX, 9999999999GiB, between 64KiB and 1GiB",
        "POSTHASTE_MESSAGE_SIZE_MAX, 50MB, such as 50MiB",
        "POSTHASTE_DATABASE_URL, mysql://u:p@h/d, postgresql://",
    })
    void what_makes_no_sense_is_named_with_its_variable(String variable, String text, String sentence) {
        assertThatThrownBy(() -> local(variable, text))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(variable + ": ")
                .hasMessageContaining(sentence);
    }

    @Test
    void a_part_that_is_not_served_yet_is_said_to_whoever_asks_for_it_by_name() throws StartException {
        assertThat(local("POSTHASTE_ROLES", "api,managesieve").remarks())
                .containsExactly("POSTHASTE_ROLES names managesieve, which is not served yet");
        assertThat(local("POSTHASTE_ROLES", "api,web").remarks())
                .containsExactly("POSTHASTE_ROLES names web, which is not served yet");
        assertThat(local("POSTHASTE_ROLES", "all").remarks()).isEmpty();
    }

    @Test
    void a_misspelt_variable_is_named_with_the_one_that_was_meant_and_without_its_value() throws Exception {
        assertThat(local("POSTHASTE_MX_PROT", "hush").remarks())
                .containsExactly("POSTHASTE_MX_PROT is not a setting; did you mean POSTHASTE_MX_PORT?");
        assertThat(local("POSTHASTE_COLOUR_OF_THE_SKY", "blue").remarks())
                .containsExactly("POSTHASTE_COLOUR_OF_THE_SKY is not a setting and does nothing.");
        assertThat(local("POSTHASTE_\nMODE", "x").remarks())
                .containsExactly("POSTHASTE_?MODE is not a setting; did you mean POSTHASTE_MODE?");
        assertThat(local("POSTHASTE_" + "X".repeat(10_000), "x").remarks())
                .singleElement()
                .satisfies(remark -> assertThat(remark).hasSizeLessThan(200));
    }

    @Test
    void what_is_refused_for_a_missing_variable_names_the_misspelt_one() {
        assertThatThrownBy(() -> read(Map.of("POSTHASTE_HOST_NAME", "mx1.example.com")))
                .hasMessageContaining("POSTHASTE_HOSTNAME is missing")
                .hasMessageContaining("POSTHASTE_HOST_NAME is not a setting; did you mean POSTHASTE_HOSTNAME?");
    }

    @Test
    void settings_blanks_strangers_and_the_links_of_kubernetes_are_no_misspellings() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "POSTHASTE_MODE", "local",
                "POSTHASTE_MX_PROT", " ",
                "POSTHASTES_MX_PORT", "25",
                "PATH", "/bin"));
        for (String service : List.of("POSTHASTE", "POSTHASTE_OUTSIDE", "POSTHASTE_MX_OUT")) {
            environment.put(service + "_SERVICE_HOST", "10.0.0.1");
            environment.put(service + "_SERVICE_PORT", "8080");
            environment.put(service + "_SERVICE_PORT_HTTP", "8080");
            environment.put(service + "_PORT", "tcp://10.0.0.1:8080");
            environment.put(service + "_PORT_8080_TCP", "tcp://10.0.0.1:8080");
            environment.put(service + "_PORT_8080_TCP_PROTO", "tcp");
            environment.put(service + "_PORT_8080_TCP_PORT", "8080");
            environment.put(service + "_PORT_8080_TCP_ADDR", "10.0.0.1");
        }
        assertThat(read(environment).remarks()).isEmpty();
    }

    @Test
    void a_port_that_kubernetes_set_for_a_service_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> local("POSTHASTE_MX_PORT", "tcp://10.0.0.1:25"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("POSTHASTE_MX_PORT: ")
                .hasMessageContaining("enableServiceLinks: false");
    }

    @Test
    void every_variable_that_the_documents_name_is_known() throws Exception {
        for (Path document : List.of(
                Path.of("README.md"),
                Path.of("Makefile"),
                Path.of("src/docs/operations.md"),
                Path.of("k8s/README.md"),
                Path.of("k8s/base/configuration.yaml"),
                Path.of("k8s/overlays/example/configuration.yaml"),
                Path.of("k8s/overlays/example/secrets.env"))) {
            Matcher name = VARIABLE.matcher(Files.readString(document));
            Map<String, String> environment = new HashMap<>();
            while (name.find()) {
                environment.put(name.group(), "x");
            }
            assertThat(environment).as(document.toString()).isNotEmpty();
            // One is wrong for certain.
            environment.put("POSTHASTE_HTTP_PORT", "x");
            Settings settings = new Settings(environment, new Properties());
            assertThatThrownBy(() -> new ConfigurationReader(settings).read()).isInstanceOf(StartException.class);
            assertThat(settings.remarks()).as(document.toString()).isEmpty();
        }
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThatThrownBy(() -> read(Map.of("POSTHASTE_HTTP_PORT", "x", "POSTHASTE_ROLES", "y")))
                .hasMessageContaining("POSTHASTE_HTTP_PORT")
                .hasMessageContaining("POSTHASTE_ROLES")
                .hasMessageContaining("POSTHASTE_HOSTNAME");
    }

    @Test
    void a_secret_is_in_no_text_of_it_and_in_no_complaint() throws Exception {
        Configuration configuration = read(Map.of(
                "POSTHASTE_MODE", "local",
                "POSTHASTE_ADMIN_KEY", "hush-admin",
                "POSTHASTE_MASTER_KEY", "hush-master",
                "POSTHASTE_REDIS_URL", "redis://:hush-redis@redis:6379",
                "POSTHASTE_BLOB_URL", "s3://id:hush-bucket@mail",
                "POSTHASTE_DATABASE_URL", "postgresql://me:hush-database@db/mail"));
        assertThat(configuration.toString()).doesNotContain("hush");

        for (String url :
                List.of("postgresql://me:hush%@db/mail", "postgresql://me:hush@/mail", "http://me:hush@db/")) {
            assertThatThrownBy(() -> local("POSTHASTE_DATABASE_URL", url))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("POSTHASTE_DATABASE_URL")
                    .hasMessageNotContaining("hush");
        }
        for (String url :
                List.of("s3://id:hush%zz@mail", "s3://id:hu/sh@mail", "s3://id:hush@M", "s4://id:hush@mail")) {
            assertThatThrownBy(() -> local("POSTHASTE_BLOB_URL", url))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("POSTHASTE_BLOB_URL")
                    .hasMessageNotContaining("hush")
                    .hasMessageNotContaining("hu/sh");
        }
    }

    private static Blobs blobs(String url) throws StartException {
        return local("POSTHASTE_BLOB_URL", url).storage().blobs();
    }

    private static Configuration local(String variable, String text) throws StartException {
        Map<String, String> environment = new HashMap<>(Map.of("POSTHASTE_MODE", "local"));
        environment.put(variable, text);
        return read(environment);
    }

    private static Configuration read(Map<String, String> environment) throws StartException {
        return Configuration.read(environment, new Properties());
    }
}
