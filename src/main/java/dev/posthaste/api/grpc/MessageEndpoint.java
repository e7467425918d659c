package dev.posthaste.api.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import dev.posthaste.api.MessageCalls;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Repeats;
import dev.posthaste.api.Target;
import dev.posthaste.api.grpc.v1.AppendMessageRequest;
import dev.posthaste.api.grpc.v1.Chunk;
import dev.posthaste.api.grpc.v1.CopyMessageRequest;
import dev.posthaste.api.grpc.v1.DeleteMessageRequest;
import dev.posthaste.api.grpc.v1.GetAttachmentRequest;
import dev.posthaste.api.grpc.v1.GetMessageRequest;
import dev.posthaste.api.grpc.v1.GetRawMessageRequest;
import dev.posthaste.api.grpc.v1.ListMessagesRequest;
import dev.posthaste.api.grpc.v1.ListMessagesResponse;
import dev.posthaste.api.grpc.v1.Message;
import dev.posthaste.api.grpc.v1.MessageService;
import dev.posthaste.api.grpc.v1.MoveMessageRequest;
import dev.posthaste.api.grpc.v1.UpdateMessageRequest;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Messages over gRPC. */
@GrpcService
class MessageEndpoint implements MessageService {

    private final MessageCalls messages;
    private final Repeats repeats;
    private final Calls calls;

    MessageEndpoint(MessageCalls messages, Repeats repeats, Calls calls) {
        this.repeats = repeats;
        this.messages = messages;
        this.calls = calls;
    }

    @Override
    public Uni<ListMessagesResponse> listMessages(ListMessagesRequest request) {
        MessageCalls.Query query = new MessageCalls.Query(
                request.getFolder(), request.getQ(), Shapes.page(request.getPageSize(), request.getPageToken()));
        return calls.one(caller -> messages.list(caller, request.getAccount(), query)
                .map(page -> ListMessagesResponse.newBuilder()
                        .addAllMessages(page.items().stream()
                                .map(MessageShapes::message)
                                .toList())
                        .setNextPageToken(page.next())
                        .build()));
    }

    @Override
    public Uni<Message> getMessage(GetMessageRequest request) {
        return calls.one(caller ->
                messages.get(caller, request.getAccount(), request.getId()).map(MessageShapes::whole));
    }

    @Override
    public Multi<Chunk> getRawMessage(GetRawMessageRequest request) {
        return calls.many(caller -> chunks(messages.raw(caller, request.getAccount(), request.getId())));
    }

    @Override
    public Multi<Chunk> getAttachment(GetAttachmentRequest request) {
        return calls.many(caller ->
                chunks(messages.attachment(caller, request.getAccount(), request.getId(), request.getPart())));
    }

    private static Multi<Chunk> chunks(Uni<MessageCalls.Octets> octets) {
        return octets.onItem()
                .transformToMulti(MessageCalls.Octets::bytes)
                .map(piece ->
                        Chunk.newBuilder().setData(ByteString.copyFrom(piece)).build());
    }

    @Override
    public Uni<Message> appendMessage(Multi<AppendMessageRequest> requests) {
        CallMetadata.Said said = CallMetadata.current();
        return calls.one(caller -> new AppendStream(messages, repeats, caller, said::next)
                .read(requests)
                .invoke(answer -> said.answer().replayed(answer.novelty()))
                .map(Repeats.Answer::value));
    }

    @Override
    public Uni<Message> updateMessage(UpdateMessageRequest request) {
        Target target = Target.of(Operation.UPDATE_MESSAGE, request.getAccount(), request.getId());
        return calls.once(
                target,
                request,
                Message.parser(),
                caller -> messages.changeFlags(
                                caller,
                                Precondition.ofField(request.getEtag()),
                                request.getAccount(),
                                request.getId(),
                                MessageShapes.flags(request.getFlags()))
                        .map(MessageShapes::message));
    }

    @Override
    public Uni<Message> moveMessage(MoveMessageRequest request) {
        Target target = Target.of(Operation.MOVE_MESSAGE, request.getAccount(), request.getId());
        return calls.once(
                target,
                request,
                Message.parser(),
                caller -> messages.move(caller, request.getAccount(), request.getId(), request.getFolder())
                        .map(MessageShapes::message));
    }

    @Override
    public Uni<Message> copyMessage(CopyMessageRequest request) {
        Target target = Target.of(Operation.COPY_MESSAGE, request.getAccount(), request.getId());
        return calls.once(
                target,
                request,
                Message.parser(),
                caller -> messages.copy(caller, request.getAccount(), request.getId(), request.getFolder())
                        .map(MessageShapes::message));
    }

    @Override
    public Uni<Empty> deleteMessage(DeleteMessageRequest request) {
        Target target = Target.of(Operation.DELETE_MESSAGE, request.getAccount(), request.getId());
        return calls.done(
                target,
                request,
                caller -> messages.delete(
                        caller, Precondition.ofField(request.getEtag()), request.getAccount(), request.getId()));
    }
}
