package dev.posthaste.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.AccountRef;
import dev.posthaste.id.FolderId;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code src/docs/extending.md} compile as they are printed, and the stage does what the page says. */
class ExtendingTest {

    private static final Path PAGE = Path.of("src/docs/extending.md");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?final class (\\w+)");

    @TempDir
    Path folder;

    @Test
    void every_example_compiles_and_the_stage_files_clear_text_mail() throws Exception {
        List<Path> sources = sources();
        assertThat(sources).hasSize(5);
        compile(sources);

        FolderId review = new FolderId(new UUID(0, 5));
        Function<StageContext, FolderId> choice = message -> review;
        MemoryIntake world = new MemoryIntake();
        AccountRef alice = MemoryIntake.account("alice");
        try (URLClassLoader classes = new URLClassLoader(
                new URL[] {folder.resolve("classes").toUri().toURL()}, ExtendingTest.class.getClassLoader())) {
            Stage stage = (Stage) classes.loadClass("dev.posthaste.extending.ClearTextStage")
                    .getConstructor(Function.class)
                    .newInstance(choice);
            MemoryIntake.finish(
                    world.with(List.of(stage)).deliver(MemoryIntake.delivery(Origin.Entrance.MX, alice)),
                    "From: a@far.test\r\n\r\nbody\r\n");
        }
        assertThat(world.acceptances.getFirst().deliveries())
                .extracting(Acceptance.Delivery::folder)
                .containsExactly(review);
    }

    private List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            String code = block.group(1);
            Path file = folder.resolve("sources")
                    .resolve(found(PACKAGE, code).replace('.', '/'))
                    .resolve(found(TYPE, code) + ".java");
            Files.createDirectories(file.getParent());
            sources.add(Files.writeString(file, code));
        }
        return sources;
    }

    private static String found(Pattern pattern, String code) {
        Matcher matcher = pattern.matcher(code);
        assertThat(matcher.find()).as("%s in %s", pattern, code).isTrue();
        return matcher.group(1);
    }

    private void compile(List<Path> sources) throws IOException, InterruptedException {
        Path arguments = folder.resolve("arguments");
        StringBuilder text = new StringBuilder("-proc:none\n--release\n21\n-d\n")
                .append(quoted(folder.resolve("classes").toString()))
                .append("-cp\n")
                .append(quoted(System.getProperty("java.class.path")));
        sources.forEach(source -> text.append(quoted(source.toString())));
        Files.writeString(arguments, text);
        Process javac = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "javac").toString(), "@" + arguments)
                .redirectErrorStream(true)
                .start();
        String output = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(javac.waitFor()).as(output).isZero();
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\") + "\"\n";
    }
}
