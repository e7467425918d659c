package dev.posthaste.api.rest;

import dev.posthaste.api.Octets;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestMulti;

/** Sends octets of strangers so that no browser takes them for a page of ours. */
final class Download {

    /** No script, no frame, no origin: what was sent to us is shown as if from nowhere. */
    private static final String SANDBOX = "sandbox; default-src 'none'";

    private Download() {}

    static Multi<byte[]> of(Uni<Octets> octets) {
        return RestMulti.fromUniResponse(octets, Octets::bytes, Download::headers);
    }

    private static Map<String, List<String>> headers(Octets octets) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, List.of(octets.contentType()));
        headers.put(HttpHeaders.CONTENT_DISPOSITION, List.of(disposition(octets)));
        headers.put("X-Content-Type-Options", List.of("nosniff"));
        headers.put("Content-Security-Policy", List.of(SANDBOX));
        return headers;
    }

    /** RFC 6266 section 4.1, the name in the form of RFC 8187 alone. */
    private static String disposition(Octets octets) {
        return octets.filename()
                .map(name -> "attachment; filename*=UTF-8''"
                        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .orElse("attachment");
    }
}
