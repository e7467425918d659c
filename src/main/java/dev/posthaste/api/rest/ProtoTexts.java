package dev.posthaste.api.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comments of {@code proto/}, which describe every operation, shape and field for both dialects. In the comment of a
 * field, {@code Required.} at the beginning says that a request must have it, and a line that begins with {@code Example:}
 * has a value. What follows {@code gRPC:} is not said of REST.
 */
final class ProtoTexts {

    private static final String PACKAGE = "/posthaste/mail/v1/";

    /** The files; more than one resource may share one. */
    private static final List<String> FILES =
            List.of("common", "account", "api_key", "certificate", "domain", "email", "folder", "message");

    private static final Pattern BLOCK = Pattern.compile("(message|enum|service) (\\w+) \\{.*");
    private static final Pattern RPC = Pattern.compile("rpc (\\w+)\\(.*");
    private static final Pattern FIELD = Pattern.compile("(?:repeated )?([\\w.<>, ]+) (\\w+) = \\d+;");
    private static final Pattern CONSTANT = Pattern.compile("(\\w+) = (\\d+);");
    private static final String EXAMPLE = "Example: ";
    private static final String REQUIRED = "Required. ";
    private static final String GRPC = "gRPC: ";

    private final Map<String, Text> texts = new HashMap<>();
    private final Map<String, List<String>> words = new HashMap<>();
    private final List<String> comment = new ArrayList<>();
    private String block = "";

    private ProtoTexts() {}

    /** What is said of something. {@code type} is a field's. */
    record Text(String type, List<String> lines) {

        String description() {
            String text = String.join(
                    " ",
                    lines.stream()
                            .takeWhile(line -> !line.startsWith(GRPC))
                            .filter(line -> !line.startsWith(EXAMPLE))
                            .toList());
            return isRequired() ? text.substring(REQUIRED.length()) : text;
        }

        Optional<String> example() {
            return lines.stream()
                    .filter(line -> line.startsWith(EXAMPLE))
                    .map(line -> line.substring(EXAMPLE.length()))
                    .findFirst();
        }

        boolean isRequired() {
            return lines.getFirst().startsWith(REQUIRED);
        }
    }

    /** Reads the files, which are on the class path. */
    static ProtoTexts read() {
        ProtoTexts all = new ProtoTexts();
        for (String file : FILES) {
            try (InputStream in = ProtoTexts.class.getResourceAsStream(PACKAGE + file + ".proto")) {
                if (in == null) {
                    throw new IllegalStateException("there is no " + PACKAGE + file + ".proto on the class path");
                }
                new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> all.add(line.strip()));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return all;
    }

    private void add(String line) {
        if (line.startsWith("//")) {
            comment.add(line.substring(2).strip());
            return;
        }
        Matcher begin = BLOCK.matcher(line);
        Matcher rpc = RPC.matcher(line);
        Matcher constant = CONSTANT.matcher(line);
        Matcher field = FIELD.matcher(line);
        if (begin.matches()) {
            block = begin.group(2);
            keep(block, "");
        } else if (rpc.matches()) {
            keep(rpc.group(1), "");
        } else if (constant.matches() && !constant.group(2).equals("0")) {
            String prefix = block.replaceAll("([a-z0-9])([A-Z])", "$1_$2") + '_';
            words.computeIfAbsent(block, name -> new ArrayList<>())
                    .add(constant.group(1).substring(prefix.length()).toLowerCase(Locale.ROOT));
        } else if (field.matches()) {
            keep(block + '.' + field.group(2), field.group(1));
        }
        comment.clear();
    }

    private void keep(String name, String type) {
        if (!comment.isEmpty()) {
            texts.put(name, new Text(type, List.copyOf(comment)));
        }
    }

    /** Of a message, or of an operation by the name of its method. */
    Optional<Text> of(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** Of a field. */
    Optional<Text> of(String message, String field) {
        return of(message + '.' + field);
    }

    /** The words of an enum; none if the type is no enum. */
    List<String> words(String type) {
        return words.getOrDefault(type, List.of());
    }
}
