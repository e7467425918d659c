package dev.posthaste;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build scripts do what the README describes. */
class ProjectFilesTest {

    private record Run(int code, String output) {}

    @TempDir
    Path places;

    @Test
    void the_newest_jdk_is_found_whatever_java_home_says_if_that_is_too_old() throws Exception {
        Path old = jdk("17", "17.0.12");
        jdk("21", "21.0.4");
        Path newest = jdk("25", "25");

        assertThat(findJdk(old, places)).isEqualTo(new Run(0, newest.toString()));
    }

    @Test
    void java_home_wins_if_it_is_new_enough() throws Exception {
        Path home = jdk("21", "21.0.4");
        jdk("25", "25");

        assertThat(findJdk(home, places)).isEqualTo(new Run(0, home.toString()));
    }

    @Test
    void a_runtime_without_a_compiler_is_no_jdk_and_that_none_was_found_is_said() throws Exception {
        Files.delete(jdk("25", "25").resolve("bin/javac"));
        jdk("17", "17.0.12");

        Run run = findJdk(Path.of("/nonexistent"), places);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output()).contains("needs a JDK of version 21 or newer").contains("JAVA_HOME");
    }

    @Test
    void every_target_that_the_readme_names_exists_and_ci_runs_the_tests() throws Exception {
        String makefile = Files.readString(Path.of("Makefile"));
        assertThat(makefile)
                .contains(
                        "\nrun:",
                        "\ntest:",
                        "\nbuild:",
                        "\ndemo:",
                        "\nbench:",
                        "\nclean:",
                        "\nformat:",
                        "\nci:",
                        "\njavadoc:",
                        "\nclients:",
                        "\ntorture:",
                        "\nimage:");
        assertThat(Files.isExecutable(Path.of(".ci/run"))).isTrue();
        assertThat(Files.readString(Path.of(".ci/run"))).contains("make test").contains("exec < /dev/null");
    }

    @Test
    void the_wrapper_fetches_maven_from_its_official_place_checks_it_and_needs_no_jar() throws Exception {
        assertThat(Path.of(".mvn/mvnw")).isExecutable();
        assertThat(Path.of(".mvn/mvnw.cmd")).exists();
        assertThat(Files.readAllLines(Path.of(".mvn/wrapper/maven-wrapper.properties")))
                .contains("distributionType=only-script")
                .anyMatch(line -> line.startsWith("distributionUrl=https://repo.maven.apache.org/maven2/"))
                .anyMatch(line -> line.matches("distributionSha256Sum=[0-9a-f]{64}"));
    }

    @Test
    void the_table_of_coverage_has_a_line_for_each_package_and_a_total() throws Exception {
        Path table = Files.writeString(places.resolve("jacoco.csv"), """
                GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,LINE_MISSED,LINE_COVERED
                posthaste,dev.posthaste.queue,Window,0,9,1,3,2,8
                posthaste,dev.posthaste.login,StoredLogin,0,9,0,0,0,10
                posthaste,dev.posthaste.queue,Settler,0,9,1,3,3,7
                """);

        Process awk = new ProcessBuilder("awk", "-f", ".mvn/coverage.awk", table.toString()).start();

        assertThat(new String(awk.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .map(line -> line.replaceAll(" +", " "))
                .containsExactly(
                        "Covered by the unit tests:",
                        "dev.posthaste.login 10 of 10 lines 100% 0 of 0 branches 100%",
                        "dev.posthaste.queue 15 of 20 lines 75% 6 of 8 branches 75%",
                        "total 25 of 30 lines 83% 6 of 8 branches 75%");
    }

    @Test
    void an_overlay_of_ones_own_has_secrets_and_stays_out_of_the_repository() throws Exception {
        assertThat(Files.readAllLines(Path.of(".gitignore")))
                .containsSequence("k8s/overlays/*", "!k8s/overlays/example");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = places.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        Files.createFile(
                home.resolve("bin/javac"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return home;
    }

    private static Run findJdk(Path javaHome, Path places) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", ".mvn/find-jdk"));
        try (var homes = Files.list(places)) {
            homes.map(Path::toString).sorted().forEach(command::add);
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Run(process.waitFor(), output);
    }
}
