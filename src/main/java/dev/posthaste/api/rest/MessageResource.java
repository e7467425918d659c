package dev.posthaste.api.rest;

import dev.posthaste.api.MessageCalls;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import dev.posthaste.login.Principal;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
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
    private final Mutations mutations;
    private final Caller caller;

    MessageResource(MessageCalls messages, Mutations mutations, Caller caller) {
        this.messages = messages;
        this.mutations = mutations;
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
    public Uni<RestResponse<MessageJson.Message>> appendMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            MessageJson.@Nullable AppendMessageRequest body) {
        MessageJson.AppendMessageRequest message = Body.required(body);
        Multi<byte[]> octets = Multi.createFrom().item(message.octets());
        return append(account, message.place(), octets);
    }

    @POST
    @Consumes(MESSAGE_TYPE)
    @Operation(hidden = true) // the same call as appendMessage, which documents both
    public Uni<RestResponse<MessageJson.Message>> appendRawMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Context UriInfo uri,
            @Context HttpServerRequest request) {
        QueryString query = QueryString.of(uri, dev.posthaste.api.Operation.APPEND_MESSAGE);
        MessageCalls.Place place = new MessageCalls.Place(
                query.value(QueryParameter.FOLDER).orElse(""),
                query.value(QueryParameter.FLAGS).stream()
                        .flatMap(MessageResource::names)
                        .toList(),
                query.value(QueryParameter.RECEIVED_AT).map(text -> Words.time("/received_at", text)));
        return append(account, place, BodyStream.of(request));
    }

    private Uni<RestResponse<MessageJson.Message>> append(
            String account, MessageCalls.Place place, Multi<byte[]> octets) {
        Principal who = caller.principal();
        Target target = Target.of(dev.posthaste.api.Operation.APPEND_MESSAGE, account);
        return mutations.append(target, place, () -> messages.open(who, account, place), octets);
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
    public Uni<RestResponse<MessageJson.Message>> updateMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id,
            MessageJson.@Nullable UpdateMessageRequest body) {
        MessageJson.UpdateMessageRequest wanted = Body.required(body);
        Target target = Target.of(dev.posthaste.api.Operation.UPDATE_MESSAGE, account, id);
        Precondition when = caller.ifMatch();
        return mutations.answer(
                target,
                wanted,
                MessageJson.Message.class,
                who -> messages.changeFlags(who, when, account, id, wanted.draft())
                        .map(MessageJson.Message::of));
    }

    @POST
    @Path("/{id: [A-Za-z0-9_-]+}:move")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<MessageJson.Message>> moveMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id,
            MessageJson.@Nullable MoveMessageRequest body) {
        MessageJson.MoveMessageRequest wanted = Body.required(body);
        Target target = Target.of(dev.posthaste.api.Operation.MOVE_MESSAGE, account, id);
        return mutations.answer(
                target,
                wanted,
                MessageJson.Message.class,
                who -> messages.move(who, account, id, Body.text(wanted.folder()))
                        .map(MessageJson.Message::of));
    }

    @POST
    @Path("/{id: [A-Za-z0-9_-]+}:copy")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<MessageJson.Message>> copyMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id,
            MessageJson.@Nullable CopyMessageRequest body) {
        MessageJson.CopyMessageRequest wanted = Body.required(body);
        Target target = Target.of(dev.posthaste.api.Operation.COPY_MESSAGE, account, id);
        return mutations.answer(
                target,
                wanted,
                MessageJson.Message.class,
                who -> messages.copy(who, account, id, Body.text(wanted.folder()))
                        .map(MessageJson.Message::of));
    }

    @DELETE
    @Path("/{id: [A-Za-z0-9_-]+}")
    public Uni<RestResponse<Void>> deleteMessage(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = MESSAGE) @RestPath String id) {
        Target target = Target.of(dev.posthaste.api.Operation.DELETE_MESSAGE, account, id);
        Precondition when = caller.ifMatch();
        return mutations.done(target, Mutations.NO_BODY, who -> messages.delete(who, when, account, id));
    }
}
