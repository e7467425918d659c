package dev.posthaste.api.rest;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.Operation.Paged;
import dev.posthaste.api.Operation.Tagged;
import dev.posthaste.api.Precondition;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What an answer says of itself in its header: the state of a resource, where the next page of a list is. */
final class AnswerHeaders {

    /** Says it. */
    @ServerResponseFilter
    public void tell(ContainerRequestContext request, ContainerResponseContext response) {
        switch (response.getEntity()) {
            case Tagged resource -> tag(request, response, resource.etag());
            case Paged page
            when !page.nextPageToken().isEmpty() ->
                response.getHeaders().putSingle(HttpHeaders.LINK, next(request.getUriInfo(), page.nextPageToken()));
            case null, default -> {}
        }
    }

    private static void tag(ContainerRequestContext request, ContainerResponseContext response, String etag) {
        response.getHeaders().putSingle(HttpHeaders.ETAG, etag);
        boolean known = request.getMethod().equals(HttpMethod.GET)
                && Optional.ofNullable(request.getHeaderString(HttpHeaders.IF_NONE_MATCH))
                        .filter(tags -> isAmong(tags, etag))
                        .isPresent();
        if (known) {
            response.setStatus(Response.Status.NOT_MODIFIED.getStatusCode());
            response.setEntity(null);
        }
    }

    /** Weak tags count here (RFC 9110 section 13.1.2). What cannot be read has no tag of ours. */
    private static boolean isAmong(String tags, String etag) {
        try {
            return tags.strip().equals("*")
                    || Precondition.tags(tags).stream().anyMatch(tag -> tag.equals(etag) || tag.equals("W/" + etag));
        } catch (ApiException notTags) {
            return false;
        }
    }

    /** RFC 8288 section 3.3. */
    private static String next(UriInfo uri, String token) {
        String next = UriBuilder.fromUri(uri.getRequestUri())
                .host(null)
                .scheme(null)
                .port(-1)
                .replaceQueryParam(QueryString.PAGE_TOKEN, token)
                .build()
                .toString();
        return "<" + next + ">; rel=\"next\"";
    }
}
