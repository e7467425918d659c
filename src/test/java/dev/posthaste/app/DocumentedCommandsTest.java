package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.posthaste.app.Documents.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each command that a document shows is run by a test: by {@link DocumentedCommandsIT}, as it stands there, or by what
 * {@link #ELSEWHERE} names. Here all of them are read without being run.
 */
class DocumentedCommandsTest {

    /**
     * Who runs a command that is not run as it stands, and why it is not.
     *
     * @param place {@code Class#method} of a test, or {@code file:text} of what a test or a person runs
     */
    record Witness(String place, String reason) {}

    private static final String IS_THE_TEST_RUN = "it is the run of which this test is a part";
    private static final String TAKES_LONG = "it takes from minutes to hours; the tests run a short form of it";

    /** Every command that {@link DocumentedCommandsIT} does not run. */
    static final Map<String, Witness> ELSEWHERE = Map.ofEntries(
            Map.entry(
                    "make run",
                    new Witness(
                            "PosthasteIT#it_starts_in_an_empty_folder_says_how_to_reach_it_and_drains_with_0",
                            "it builds the jar that the tests use, which they start as its recipe does")),
            Map.entry("make test", new Witness(".ci/run:make test", IS_THE_TEST_RUN)),
            Map.entry(
                    "make build",
                    new Witness(
                            "PractisedStartIT#classes_come_from_what_a_run_for_practice_left",
                            "it builds the jar that the tests use")),
            Map.entry(
                    "make fuzz CASES=1000000",
                    new Witness("DocumentedCommandsTest#make_fuzz_runs_every_class_with_a_random_run", TAKES_LONG)),
            Map.entry(
                    "mvn test-compile surefire:test@default-test -Dtest=WireFuzzTest -Dposthaste.fuzz.only=4711",
                    new Witness("Makefile:surefire:test@default-test", IS_THE_TEST_RUN)),
            Map.entry(
                    "mvn test -Dtest=WireFuzzTest -Dsurefire.failIfNoSpecifiedTests=false",
                    new Witness(
                            "Makefile:-Dtest=JavadocTest -Dsurefire.failIfNoSpecifiedTests=false", IS_THE_TEST_RUN)),
            Map.entry(
                    "mvn test -Dtest='DispatcherTest#*lease*' -Dsurefire.failIfNoSpecifiedTests=false",
                    new Witness(
                            "Makefile:-Dtest=JavadocTest -Dsurefire.failIfNoSpecifiedTests=false", IS_THE_TEST_RUN)),
            Map.entry(
                    "mvn verify -Dtest=none -Dit.test=HostingIT -Dsurefire.failIfNoSpecifiedTests=false",
                    new Witness(
                            "Makefile:verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false", IS_THE_TEST_RUN)),
            Map.entry(
                    "make javadoc",
                    new Witness(
                            "JavadocTest#every_public_type_and_method_is_described_and_every_link_leads_somewhere",
                            "the test makes the pages")),
            Map.entry("make format", new Witness("Makefile:spotless:apply", "it changes the sources")),
            Map.entry("make ci", new Witness(".ci/run:make test", IS_THE_TEST_RUN)),
            Map.entry("make lint-proto", new Witness("Makefile:@bufbuild/buf@1 lint", "it fetches buf from npm")),
            Map.entry(
                    "make clients",
                    new Witness("ClientsIT#every_client_that_is_installed_does_what_people_do_with_it", TAKES_LONG)),
            Map.entry(
                    "make clients CLIENTS=\"curl mbsync\"",
                    new Witness("DocumentedCommandsTest#every_client_has_the_name_by_which_it_is_chosen", TAKES_LONG)),
            Map.entry("make torture", new Witness("TortureIT#nothing_that_was_acknowledged_is_lost", TAKES_LONG)),
            Map.entry(
                    "make torture KILLS=100 SEED=20261124 GONE=30",
                    new Witness("TortureIT#nothing_that_was_acknowledged_is_lost", TAKES_LONG)),
            Map.entry(
                    "make torture KILLS=100 SEED=20261124",
                    new Witness("TortureIT#nothing_that_was_acknowledged_is_lost", TAKES_LONG)),
            Map.entry("make bench", new Witness("src/bench/run:Bench.java", "it needs a machine of its own")),
            Map.entry(
                    "make bench FLUSH=1.8 QUEUE=1",
                    new Witness("src/bench/run:FLUSH_QUEUE", "it needs a machine of its own")),
            Map.entry(
                    "make image",
                    new Witness("src/test/image/run:From the image", "it needs root, Debian and a mirror of it")),
            Map.entry(
                    "mvn package -DskipTests -Dquarkus.container-image.push=true"
                            + " -Dquarkus.container-image.registry=registry.example.com"
                            + " -Dquarkus.container-image.group=posthaste",
                    new Witness(
                            "src/test/image/run:-Dquarkus.container-image.push=true",
                            "it needs a registry, which `make image` has")),
            Map.entry(
                    "docker run -e POSTHASTE_HOSTNAME=mail.example.org -v posthaste:/home/default -p 25:25 -p 587:587"
                            + " -p 993:993 -p 8080:8080 registry.example.com/posthaste/posthaste:0.1.0-SNAPSHOT",
                    new Witness(
                            "src/test/image/run:chroot --userspec=185:0",
                            "it needs Docker; `make image` runs the same process in the same files")),
            Map.entry(
                    "cp -r k8s/overlays/example k8s/overlays/mine",
                    new Witness(
                            "KubernetesManifestsTest#every_role_is_played_and_every_listener_has_its_port",
                            "the test renders what is copied")),
            Map.entry(
                    "kubectl apply -k k8s/overlays/mine",
                    new Witness(
                            "KubernetesManifestsTest#every_object_has_only_fields_that_kubernetes_knows",
                            "it needs a cluster")),
            Map.entry(
                    "export POSTHASTE_MODE=production POSTHASTE_HOSTNAME=mail.example.org",
                    new Witness(
                            "ConfigurationTest#without_a_word_it_is_production_and_production_wants_a_hostname",
                            "it is for the next command")),
            Map.entry(
                    "java @target/quarkus-app/java.args -jar target/quarkus-app/quarkus-run.jar",
                    new Witness(
                            "PractisedStartIT#classes_come_from_what_a_run_for_practice_left",
                            "in production it takes ports below 1024")),
            Map.entry(
                    "java -jar",
                    new Witness(
                            "PosthasteIT#it_starts_in_an_empty_folder_says_how_to_reach_it_and_drains_with_0",
                            "it is how every test starts the server")),
            Map.entry(
                    "PGPASSWORD=$(cat data/postgres/password) pg_dump -h 127.0.0.1"
                            + " -p $(sed -n 4p data/postgres/data/postmaster.pid) -U posthaste -Fc"
                            + " -f posthaste.dump posthaste",
                    new Witness(
                            "DocumentedCommandsIT#the_database_is_reached_as_the_document_says",
                            "it needs a client of PostgreSQL 18")),
            Map.entry(
                    "openssl rand -base64 32",
                    new Witness("DocumentedCommandsTest#openssl_makes_a_master_key", "it is run there")),
            Map.entry(
                    "dig +dnssec com. SOA",
                    new Witness(
                            "DnssecIT#mail_goes_where_the_signed_dns_says_and_waits_where_the_dns_was_tampered_with",
                            "it asks the servers of the Internet")));

    private static final Pattern ROW_OF_A_BOUND =
            Pattern.compile("^\\| ([^|]+) \\| more than ([\\d,]+) \\|", Pattern.MULTILINE);
    private static final Pattern USES_FUZZ = Pattern.compile("\\bFuzz\\.(cases|CASES)\\b");
    private static final Pattern TEST_METHOD = Pattern.compile("@(Parameterized)?Test\\b");

    @TempDir
    Path folder;

    @Test
    void every_command_is_run_here_or_elsewhere_and_nothing_else_is_named() throws IOException {
        TreeSet<String> shown = new TreeSet<>(Documents.commandsInSentences());
        for (Block block : Documents.blocks()) {
            if (block.isRunElsewhere()) {
                shown.addAll(commands(block));
            }
        }

        assertThat(shown).isEqualTo(new TreeSet<>(ELSEWHERE.keySet()));
    }

    @Test
    void every_witness_exists() throws IOException {
        List<Path> sources = sources(".java");
        for (Map.Entry<String, Witness> entry : ELSEWHERE.entrySet()) {
            assertThat(exists(entry.getValue().place(), sources))
                    .as("%s: %s", entry.getKey(), entry.getValue().place())
                    .isTrue();
            assertThat(entry.getValue().reason()).as(entry.getKey()).isNotBlank();
        }
    }

    @Test
    void no_block_looks_like_commands_without_saying_so_and_each_is_a_shell_script() throws Exception {
        for (Block block : Documents.blocks()) {
            if (block.isRunHere() || block.isRunElsewhere()) {
                assertThat(run("bash", "-n", "-c", block.text()))
                        .as(block.toString())
                        .isEmpty();
            } else {
                assertThat(block.text())
                        .as("a block with commands begins with ```sh")
                        .doesNotContainPattern("(?m)^\\s*(make|mvn|java|curl|openssl|kubectl|docker|bash|python3) ");
            }
        }
    }

    @Test
    void make_knows_every_target_and_every_variable() throws Exception {
        String makefile = Documents.text(Path.of("Makefile"));
        for (String command : ELSEWHERE.keySet()) {
            if (!command.startsWith("make ")) {
                continue;
            }
            assertThat(run("bash", "-c", command.replaceFirst("make", "make -n")))
                    .doesNotContain("***");
            for (MatchResult variable :
                    Pattern.compile("\\b([A-Z]+)=").matcher(command).results().toList()) {
                assertThat(makefile).as(command).containsPattern("\\$\\(" + variable.group(1) + "\\)");
            }
        }
    }

    @Test
    void make_run_starts_the_packaged_server_in_local_mode() throws Exception {
        assertThat(run("make", "-n", "run"))
                .contains("POSTHASTE_MODE=\"${POSTHASTE_MODE:-local}\"", "-jar target/quarkus-app/quarkus-run.jar");
    }

    @Test
    void make_fuzz_runs_every_class_with_a_random_run() throws Exception {
        String fuzz = run("make", "-n", "fuzz");
        for (Path source : sources("Test.java")) {
            if (USES_FUZZ.matcher(Documents.text(source)).find()) {
                assertThat(fuzz)
                        .containsPattern(
                                "['\",]" + source.getFileName().toString().replace(".java", "") + "['\",]");
            }
        }
    }

    @Test
    void every_client_has_the_name_by_which_it_is_chosen() throws Exception {
        Process process = new ProcessBuilder("python3", "src/test/clients/run.py", "nobody")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        List<String> names = List.of(said.substring(said.indexOf("there are ") + "there are ".length())
                .strip()
                .split(" ", -1));

        assertThat(names).contains("curl", "mbsync");
        String document = Documents.text(Path.of("src/docs/clients.md")).replaceAll("\\s+", " ");
        String listed = document.substring(document.indexOf("The names are "), document.indexOf(". One server"));
        assertThat(List.of(listed.substring("The names are ".length()).split(", | and ", -1)))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void openssl_makes_a_master_key() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/openssl")))
                .as("openssl is installed")
                .isTrue();
        String key = run("bash", "-c", "openssl rand -base64 32").strip();

        assertThat(Base64.getDecoder().decode(key)).hasSize(32);
    }

    @Test
    void a_number_of_tests_is_neither_too_high_nor_long_out_of_date() throws Exception {
        Map<String, Long> counted = Map.of(
                "test methods in classes `*Test`", methods("Test.java"),
                "test methods in classes `*IT`, each with the packaged server", methods("IT.java"),
                "methods of contracts, all but one played by two adapters or three", methods("Contract.java"),
                "dialogues",
                        (long) files(Path.of("src/test/transcripts"), ".txt").size(),
                "classes with random runs, each of 25,000 cases",
                        sources("Test.java").stream()
                                .filter(source -> USES_FUZZ
                                        .matcher(Documents.text(source))
                                        .find())
                                .count(),
                "rows in the list of others' mistakes",
                        Documents.text(Path.of("src/docs/must-test.md"))
                                .lines()
                                .filter(line -> line.startsWith("| ")
                                        && !line.startsWith("| Idea")
                                        && !line.startsWith("| ---"))
                                .count());
        List<String> rows = new ArrayList<>();
        for (MatchResult row : ROW_OF_A_BOUND
                .matcher(Documents.text(Path.of("src/docs/testing.md")))
                .results()
                .toList()) {
            long bound = Long.parseLong(row.group(2).replace(",", ""));
            assertThat(counted.get(row.group(1))).as(row.group(1)).isBetween(bound + 1, bound * 2);
            rows.add(row.group(1));
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(counted.keySet());
    }

    /** One command a line, without comments; a line that ends with a backslash goes on. */
    private static List<String> commands(Block block) {
        return block.text()
                .replaceAll("\\\\\n\\s*", " ")
                .lines()
                .map(line ->
                        line.replaceAll("\\s+#.*", "").replaceAll("\\s+", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static boolean exists(String place, List<Path> sources) {
        int method = place.indexOf('#');
        if (method < 0) {
            int text = place.indexOf(':');
            return Documents.text(Path.of(place.substring(0, text))).contains(place.substring(text + 1));
        }
        return sources.stream()
                .filter(source -> source.endsWith(place.substring(0, method) + ".java"))
                .anyMatch(source -> Documents.text(source).contains(" " + place.substring(method + 1) + "("));
    }

    private static long methods(String ending) throws IOException {
        return sources(ending).stream()
                .mapToLong(source ->
                        TEST_METHOD.matcher(Documents.text(source)).results().count())
                .sum();
    }

    private static List<Path> sources(String ending) throws IOException {
        return files(Path.of("src/test/java"), ending);
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    /** What it says; it must end well. */
    private String run(String... command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Not the options of a make that runs us.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAKE") || name.equals("MFLAGS"));
        int code = builder.start().waitFor();
        String output = Files.readString(said);
        assertThat(code).as(output).isZero();
        return output;
    }
}
