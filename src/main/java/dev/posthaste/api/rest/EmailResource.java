package dev.posthaste.api.rest;

import dev.posthaste.api.EmailCalls;
import dev.posthaste.api.Operation;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Emails: what is sent, and what became of it. */
@Path("/emails")
@Produces(MediaType.APPLICATION_JSON)
class EmailResource {

    private final EmailCalls emails;
    private final Caller caller;

    EmailResource(EmailCalls emails, Caller caller) {
        this.emails = emails;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<EmailJson.Email>> sendEmail(EmailJson.@Nullable SendEmailRequest body) {
        return emails.send(caller.principal(), Body.required(body).draft(caller.idempotencyKey()), caller.origin())
                .map(EmailResource::accepted);
    }

    private static RestResponse<EmailJson.Email> accepted(EmailCalls.Sent sent) {
        return Mutations.<EmailJson.Email>response(Operation.SEND_EMAIL, sent.novelty())
                .entity(EmailJson.Email.of(sent.email()))
                .header(HttpHeaders.LOCATION, "/v1/emails/" + sent.email().id())
                .build();
    }

    @GET
    public Uni<EmailJson.ListEmailsResponse> listEmails(@Context UriInfo uri) {
        QueryString query = QueryString.of(uri, Operation.LIST_EMAILS);
        EmailCalls.Query wanted = new EmailCalls.Query(
                query.value(QueryParameter.STATUS).map(Words::status), query.value(QueryParameter.TAG), query.page());
        return emails.list(caller.principal(), wanted).map(EmailJson.ListEmailsResponse::of);
    }

    @GET
    @Path("/{id}")
    public Uni<EmailJson.Email> getEmail(@Parameter(description = "`em_…`.") @RestPath String id) {
        return emails.get(caller.principal(), id).map(EmailJson.Email::of);
    }

    @GET
    @Path("/{id}/recipients")
    public Uni<EmailJson.ListEmailRecipientsResponse> listEmailRecipients(
            @Parameter(description = "`em_…`.") @RestPath String id) {
        return emails.recipients(caller.principal(), id).map(EmailJson.ListEmailRecipientsResponse::of);
    }
}
