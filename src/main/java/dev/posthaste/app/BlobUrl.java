package dev.posthaste.app;

import dev.posthaste.app.Configuration.Blobs;
import dev.posthaste.blob.s3.Bucket;
import dev.posthaste.id.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads where the bytes of large messages go. What is between other marks than these is percent-encoded (RFC 3986).
 *
 * <pre>
 * blob-url  = "file://" folder / "s3://" [key ":" secret "@"] bucket ["?" parameter *("&amp;" parameter)]
 * folder    = "/" *VCHAR                              ; absolute
 * bucket    = 3*63(%x61-7A / DIGIT / "." / "-")       ; as Amazon has it
 * parameter = "endpoint=" ("http" / "https") "://" host [":" port]
 *           / "region=" 1*(%x61-7A / DIGIT / "-")     ; us-east-1 if there is none
 * </pre>
 */
final class BlobUrl {

    private static final String REGION = "us-east-1";

    private static final Pattern FILE = Pattern.compile("file://(/[^?#]*)");

    private static final Pattern S3 = Pattern.compile(
            "s3://(?:(?<key>[^:@/?#]+):(?<secret>[^:@/?#]+)@)?(?<bucket>[^@/?#]*)/?(?:\\?(?<query>.*))?");

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final Pattern PARAMETER = Pattern.compile("(endpoint|region)=([^&]+)");

    private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]{1,64}");

    private BlobUrl() {}

    /** @throws IllegalArgumentException if it is none; the message does not repeat it, since it may hold a secret */
    static Blobs parse(String text) {
        if (text.startsWith("file:")) {
            return new Blobs.InFiles(folder(text));
        }
        if (text.startsWith("s3:")) {
            return new Blobs.InBucket(bucket(text));
        }
        throw new IllegalArgumentException("is neither file:///folder nor s3://bucket?endpoint=URL");
    }

    private static Path folder(String text) {
        Matcher url = FILE.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException(
                    "names no folder: it is of the form file:///folder, without a parameter");
        }
        return Path.of(decoded(url.group(1))).normalize();
    }

    private static Bucket bucket(String text) {
        Matcher url = S3.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException("is not of the form s3://[key:secret@]bucket[?endpoint=URL&region=name];"
                    + " are key and secret percent-encoded?");
        }
        if (!BUCKET.matcher(url.group("bucket")).matches()) {
            throw new IllegalArgumentException("names no bucket: 3 to 63 of a-z, 0-9, '.' and '-'");
        }
        Map<String, String> parameters = parameters(url.group("query"));
        return new Bucket(
                url.group("bucket"),
                region(parameters.getOrDefault("region", REGION)),
                host(parameters.get("endpoint")),
                login(url.group("key"), url.group("secret")));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : query == null ? List.<String>of() : List.of(query.split("&", -1))) {
            Matcher parameter = PARAMETER.matcher(part);
            if (!parameter.matches() || parameters.put(parameter.group(1), decoded(parameter.group(2))) != null) {
                throw new IllegalArgumentException("has, once each, no other parameters than endpoint and region");
            }
        }
        return parameters;
    }

    private static String region(String text) {
        if (!REGION_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("names a region that is none, such as us-east-1");
        }
        return text;
    }

    private static Bucket.Host host(@Nullable String endpoint) {
        return endpoint == null ? new Bucket.Host.Amazon() : new Bucket.Host.Server(endpoint(endpoint));
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text);
            if (Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException perhapsWithASecret) {
            throw new IllegalArgumentException("has an endpoint that is no URL");
        }
        throw new IllegalArgumentException("has an endpoint that is not of the form https://host:port");
    }

    private static Bucket.Login login(@Nullable String key, @Nullable String secret) {
        return key == null || secret == null
                ? new Bucket.Login.Environment()
                : new Bucket.Login.Key(decoded(key), new Secret(decoded(secret)));
    }

    /** A plus is a plus here, not a space. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException withTheText) {
            throw new IllegalArgumentException("has a '%' that is not followed by two hexadecimal digits");
        }
    }
}
