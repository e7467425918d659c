package dev.posthaste.api.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Some clients escape the colon before a verb, as in {@code msg_…%3Amove}: it means the same (RFC 3986 section 6.2.2.2). */
final class ColonVerbs {

    private static final Pattern ESCAPED = Pattern.compile("%3[Aa](?=[a-zA-Z]+$)");

    /** Before the path is looked up. */
    @ServerRequestFilter(preMatching = true)
    public void unescape(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        String path = uri.getRequestUri().getRawPath();
        String plain = ESCAPED.matcher(path).replaceFirst(":");
        if (!plain.equals(path)) {
            String query = uri.getRequestUri().getRawQuery();
            request.setRequestUri(URI.create(query == null ? plain : plain + '?' + query));
        }
    }
}
