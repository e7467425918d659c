package dev.posthaste.api.rest;

import dev.posthaste.api.MessageCalls;
import dev.posthaste.api.PageToken;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What lies in the folders of an account. */
@Path("/accounts/{account}/messages")
@Produces(MediaType.APPLICATION_JSON)
class MessageResource {

    /** RFC 822 in name, RFC 5322 in form. */
    static final String MESSAGE_TYPE = "message/rfc822";

    private static final String ACCOUNT = "`acc_…` or the address.";
    private static final String MESSAGE = "`msg_…`.";

    private final MessageCalls messages;
    private final Caller caller;

    MessageResource(MessageCalls messages, Caller caller) {
        this.messages = messages;
        this.caller = caller;
    }

    @GET
    public Uni<MessageJson.ListMessagesResponse> listMessages(
            @Parameter(description = ACCOUNT) @RestPath String account, @Context UriInfo uri) {
        QueryString query = QueryString.of(uri, dev.posthaste.api.Operation.LIST_MESSAGES);
        PageToken page = query.page();
        MessageCalls.Query wanted = new MessageCalls.Query(
                query.value(QueryParameter.FOLDER).orElse(""),
                query.value(QueryParameter.Q).orElse(""),
                page);
        return messages.list(caller.principal(), account, wanted).map(MessageJson.ListMessagesResponse::of);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public Uni<MessageJson.Message> appendMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Context HttpServerRequest request,
            MessageJson.@Nullable AppendMessageRequest body) {
        Body.refuseIdempotencyKey(request);
        MessageJson.AppendMessageRequest message = Body.required(body);
        Multi<byte[]> octets = Multi.createFrom().item(message.octets());
        return messages.append(caller.principal(), account, message.place(), octets)
                .map(MessageJson.Message::of);
    }

    @POST
    @Consumes(MESSAGE_TYPE)
    @ResponseStatus(201)
    @Operation(hidden = true) // the same call as appendMessage, which documents both
    public Uni<MessageJson.Message> appendRawMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Context UriInfo uri,
            @Context HttpServerRequest request) {
        Body.refuseIdempotencyKey(request);
        QueryString query = QueryString.of(uri, dev.posthaste.api.Operation.APPEND_MESSAGE);
        MessageCalls.Place place = new MessageCalls.Place(
                query.value(QueryParameter.FOLDER).orElse(""),
                query.value(QueryParameter.FLAGS).stream()
                        .flatMap(MessageResource::names)
                        .toList(),
                query.value(QueryParameter.RECEIVED_AT).map(text -> Words.time("/received_at", text)));
        return messages.append(caller.principal(), account, place, BodyStream.of(request))
                .map(MessageJson.Message::of);
    }

    private static Stream<String> names(String list) {
        return Stream.of(list.split(",", -1)).map(String::strip).filter(name -> !name.isEmpty());
    }

    @GET
    @Path("/{id: [A-Za-z0-9_-]+}")
    public Uni<MessageJson.Message> getMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id) {
        return messages.get(caller.principal(), account, id).map(MessageJson.Message::of);
    }

    @GET
    @Path("/{id: [A-Za-z0-9_-]+}/raw")
    @Produces(MESSAGE_TYPE)
    public Multi<byte[]> getRawMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id) {
        return Download.of(messages.raw(caller.principal(), account, id));
    }

    @GET
    @Path("/{id: [A-Za-z0-9_-]+}/attachments/{part: [0-9.]+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Multi<byte[]> getAttachment(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id,
            @Parameter(description = "Its place in the message, as `part` says.") @RestPath String part) {
        return Download.of(messages.attachment(caller.principal(), account, id, part));
    }

    @PATCH
    @Path("/{id: [A-Za-z0-9_-]+}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    public Uni<MessageJson.Message> updateMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id,
            MessageJson.@Nullable UpdateMessageRequest body) {
        MessageCalls.FlagsDraft draft = Body.required(body).draft();
        return messages.changeFlags(caller.principal(), account, id, draft).map(MessageJson.Message::of);
    }

    @POST
    @Path("/{id: [A-Za-z0-9_-]+}:move")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<MessageJson.Message> moveMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id,
            MessageJson.@Nullable MoveMessageRequest body) {
        String folder = Body.text(Body.required(body).folder());
        return messages.move(caller.principal(), account, id, folder).map(MessageJson.Message::of);
    }

    @POST
    @Path("/{id: [A-Za-z0-9_-]+}:copy")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public Uni<MessageJson.Message> copyMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id,
            MessageJson.@Nullable CopyMessageRequest body) {
        String folder = Body.text(Body.required(body).folder());
        return messages.copy(caller.principal(), account, id, folder).map(MessageJson.Message::of);
    }

    @DELETE
    @Path("/{id: [A-Za-z0-9_-]+}")
    public Uni<Void> deleteMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id) {
        return messages.delete(caller.principal(), account, id);
    }
}
