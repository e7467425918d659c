package dev.posthaste.api.message;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Findings;
import dev.posthaste.api.Incoming;
import dev.posthaste.api.IntakeErrors;
import dev.posthaste.api.Octets;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Operation.Nothing;
import dev.posthaste.api.Origins;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Shapes;
import dev.posthaste.api.Worker;
import dev.posthaste.api.folder.FolderCalls;
import dev.posthaste.api.message.MessageShapes.AppendMessageRequest;
import dev.posthaste.api.message.MessageShapes.CopyMessageRequest;
import dev.posthaste.api.message.MessageShapes.ListMessagesRequest;
import dev.posthaste.api.message.MessageShapes.ListMessagesResponse;
import dev.posthaste.api.message.MessageShapes.MoveMessageRequest;
import dev.posthaste.api.message.MessageShapes.UpdateMessageRequest;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.intake.AppendRequest;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Origin;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mailbox.StoredMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What lies in the folders of accounts. */
@Singleton
public final class MessageCalls implements Endpoint.Resource {

    /** List messages. */
    public static final Operation<ListMessagesRequest, ListMessagesResponse> LIST_MESSAGES = Operation.named(
                    "listMessages", Scope.MESSAGES_READ, "List messages")
            .get("/accounts/{account}/messages", ListMessagesRequest.class, ListMessagesResponse.class)
            .fails(ErrorCode.LIMIT_EXCEEDED);

    /** Get a message. */
    public static final Operation<Nothing, MessageShapes.Message> GET_MESSAGE = Operation.named(
                    "getMessage", Scope.MESSAGES_READ, "Get a message")
            .get("/accounts/{account}/messages/{id: [A-Za-z0-9_-]+}", Nothing.class, MessageShapes.Message.class)
            .fails();

    /** Get a raw message. */
    public static final Operation<Nothing, Octets> GET_RAW_MESSAGE = Operation.named(
                    "getRawMessage", Scope.MESSAGES_READ, "Get a raw message")
            .get("/accounts/{account}/messages/{id: [A-Za-z0-9_-]+}/raw", Nothing.class, Octets.class)
            .fails();

    /** Get an attachment. */
    public static final Operation<Nothing, Octets> GET_ATTACHMENT = Operation.named(
                    "getAttachment", Scope.MESSAGES_READ, "Get an attachment")
            .get(
                    "/accounts/{account}/messages/{id: [A-Za-z0-9_-]+}/attachments/{part: [0-9.]+}",
                    Nothing.class,
                    Octets.class)
            .fails();

    /** Append a message. */
    public static final Operation<AppendMessageRequest, MessageShapes.Message> APPEND_MESSAGE = Operation.named(
                    "appendMessage", Scope.MESSAGES_WRITE, "Append a message")
            .post("/accounts/{account}/messages", AppendMessageRequest.class, MessageShapes.Message.class)
            .example("{\"folder\": \"INBOX\", \"raw\": {\"data\": \"U3ViamVjdDogSGkNCg0KSGVsbG8NCg==\"},"
                    + " \"flags\": [\"\\\\Seen\"]}")
            .fails(
                    ErrorCode.MISSING_FIELD,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.INVALID_MESSAGE,
                    ErrorCode.OVER_QUOTA,
                    ErrorCode.TOO_MANY);

    /** Change a message's flags. */
    public static final Operation<UpdateMessageRequest, MessageShapes.Message> UPDATE_MESSAGE = Operation.named(
                    "updateMessage", Scope.MESSAGES_WRITE, "Change a message's flags")
            .patch(
                    "/accounts/{account}/messages/{id: [A-Za-z0-9_-]+}",
                    UpdateMessageRequest.class,
                    MessageShapes.Message.class)
            .example("{\"flags\": {\"add\": [\"\\\\Seen\"], \"remove\": [\"\\\\Flagged\"]}}")
            .fails(ErrorCode.MISSING_FIELD, ErrorCode.INVALID_VALUE, ErrorCode.TOO_MANY);

    /** Move a message. */
    public static final Operation<MoveMessageRequest, MessageShapes.Message> MOVE_MESSAGE = Operation.named(
                    "moveMessage", Scope.MESSAGES_WRITE, "Move a message")
            .post(
                    "/accounts/{account}/messages/{id: [A-Za-z0-9_-]+}:move",
                    MoveMessageRequest.class,
                    MessageShapes.Message.class)
            .status(200)
            .example("{\"folder\": \"Archive\"}")
            .fails(ErrorCode.MISSING_FIELD, ErrorCode.OVER_QUOTA);

    /** Copy a message. */
    public static final Operation<CopyMessageRequest, MessageShapes.Message> COPY_MESSAGE = Operation.named(
                    "copyMessage", Scope.MESSAGES_WRITE, "Copy a message")
            .post(
                    "/accounts/{account}/messages/{id: [A-Za-z0-9_-]+}:copy",
                    CopyMessageRequest.class,
                    MessageShapes.Message.class)
            .example("{\"folder\": \"Archive\"}")
            .fails(ErrorCode.MISSING_FIELD, ErrorCode.OVER_QUOTA);

    /** Delete a message. */
    public static final Operation<Nothing, Nothing> DELETE_MESSAGE = Operation.named(
                    "deleteMessage", Scope.MESSAGES_WRITE, "Delete a message")
            .delete("/accounts/{account}/messages/{id: [A-Za-z0-9_-]+}", Nothing.class)
            .fails();

    /** Characters of a search. */
    public static final int MAX_QUERY = 500;

    private static final String LIST = "messages";

    private final AccountDirectory directory;
    private final FolderStore folders;
    private final MailboxStore messages;
    private final Intake intake;
    private final MessageReader reader;
    private final FlagNames flags;

    /** Uses these. */
    public MessageCalls(
            AccountDirectory directory,
            FolderStore folders,
            MailboxStore messages,
            MessageBytes bytes,
            Intake intake,
            Worker worker) {
        this.directory = directory;
        this.folders = folders;
        this.messages = messages;
        this.intake = intake;
        this.reader = new MessageReader(bytes, worker);
        this.flags = new FlagNames(messages);
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                Endpoint.of(
                        LIST_MESSAGES,
                        (call, query) -> list(
                                        call.caller(),
                                        call.name(),
                                        new Query(Shapes.text(query.folder()), Shapes.text(query.q()), call.page()))
                                .map(page ->
                                        new ListMessagesResponse(page.shapes(MessageShapes.Message::of), page.next()))),
                Endpoint.of(
                        GET_MESSAGE,
                        (call, none) ->
                                get(call.caller(), call.name(), call.name(1)).map(MessageShapes.Message::of)),
                new Endpoint.Download(GET_RAW_MESSAGE, call -> raw(call.caller(), call.name(), call.name(1))),
                new Endpoint.Download(
                        GET_ATTACHMENT, call -> attachment(call.caller(), call.name(), call.name(1), call.name(2))),
                new Endpoint.Upload<>(
                        APPEND_MESSAGE,
                        (call, request) -> open(call.caller(), call.name(), request.place())
                                .map(message -> message.map(MessageShapes.Message::of)),
                        AppendMessageRequest::octets,
                        AppendMessageRequest::asked),
                Endpoint.of(
                        UPDATE_MESSAGE,
                        (call, body) -> changeFlags(call.caller(), call.when(), call.name(), call.name(1), body.draft())
                                .map(MessageShapes.Message::of)),
                Endpoint.of(
                        MOVE_MESSAGE,
                        (call, body) -> move(call.caller(), call.name(), call.name(1), Shapes.text(body.folder()))
                                .map(MessageShapes.Message::of)),
                Endpoint.of(
                        COPY_MESSAGE,
                        (call, body) -> copy(call.caller(), call.name(), call.name(1), Shapes.text(body.folder()))
                                .map(MessageShapes.Message::of)),
                Endpoint.of(
                        DELETE_MESSAGE,
                        (call, none) -> delete(call.caller(), call.when(), call.name(), call.name(1))
                                .replaceWith(Nothing.NOTHING)));
    }

    /**
     * Which messages.
     *
     * @param folder an id or a name; empty for all folders
     * @param words empty for all messages
     */
    public record Query(String folder, String words, PageToken page) {}

    /**
     * How flags change: {@code set} first, then {@code add}, then {@code remove}.
     *
     * @param set all flags; empty to leave those that are not named as they are
     */
    public record FlagsDraft(List<String> add, List<String> remove, Optional<List<String>> set) {}

    /**
     * Where an appended message goes, and what it begins with.
     *
     * @param receivedAt empty: it is the present
     */
    public record Place(String folder, List<String> flags, Optional<Instant> receivedAt) {}

    /** A page of messages. */
    public Uni<PageToken.Slice<MessageView>> list(Principal caller, String account, Query query) {
        return Access.run(caller, LIST_MESSAGES, tenant -> {
            Findings findings = new Findings();
            findings.limit("/q", query.words(), MAX_QUERY);
            findings.throwIfAny();
            int size = query.page().checkedSize();
            Optional<StoredMessageId> before = query.page().after(LIST, StoredMessageId::parse);
            return account(caller, account)
                    .flatMap(owner -> folder(owner, query.folder())
                            .map(folder -> new MailboxStore.ListQuery(
                                    folder, query.words().strip(), before, size))
                            .flatMap(listed -> messages.list(owner.id(), listed))
                            .flatMap(found -> slice(owner, found, size)));
        });
    }

    private Uni<Optional<FolderId>> folder(AccountRef owner, String folder) {
        return folder.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : FolderCalls.named(folders, owner.id(), folder).map(found -> Optional.of(found.id()));
    }

    private Uni<PageToken.Slice<MessageView>> slice(AccountRef owner, List<StoredMessage> found, int size) {
        String next = found.size() < size
                ? ""
                : PageToken.next(LIST, found.getLast().id().toString());
        return messages.keywords(owner.id())
                .map(keywords ->
                        found.stream().map(message -> view(message, keywords)).toList())
                .map(views -> new PageToken.Slice<>(views, next));
    }

    /** One message, decoded. */
    public Uni<MessageContent> get(Principal caller, String account, String message) {
        return Access.run(
                caller,
                GET_MESSAGE,
                tenant -> account(caller, account)
                        .flatMap(owner -> find(owner, message).flatMap(stored -> view(owner, stored)))
                        .flatMap(reader::content));
    }

    /** The octets of a message. */
    public Uni<Octets> raw(Principal caller, String account, String message) {
        return Access.run(
                caller,
                GET_RAW_MESSAGE,
                tenant -> account(caller, account)
                        .flatMap(owner -> find(owner, message))
                        .map(reader::raw));
    }

    /** The decoded octets of an attachment; {@code part} is its number. */
    public Uni<Octets> attachment(Principal caller, String account, String message, String part) {
        return Access.run(
                caller,
                GET_ATTACHMENT,
                tenant -> account(caller, account)
                        .flatMap(owner -> find(owner, message))
                        .map(stored -> reader.attachment(stored, part)
                                .orElseThrow(() -> Access.notFound("attachment", part))));
    }

    /** Puts a message into a folder. {@code body} is asked for only after the place is known to be there. */
    public Uni<MessageView> append(Principal caller, String account, Place place, Multi<byte[]> body) {
        return open(caller, account, place)
                .flatMap(message -> body.onItem()
                        .transformToUniAndConcatenate(message::write)
                        .collect()
                        .last()
                        .onFailure()
                        .call(message::abort)
                        .onCancellation()
                        .call(message::abort)
                        .flatMap(done -> message.finish()));
    }

    /** Begins to put a message into a folder. */
    public Uni<AppendingMessage> open(Principal caller, String account, Place place) {
        return Access.run(caller, APPEND_MESSAGE, tenant -> {
            Findings findings = new Findings();
            findings.require("/folder", place.folder());
            FlagNames.check("/flags", place.flags(), findings);
            findings.throwIfAny();
            return account(caller, account).flatMap(owner -> open(Origins.of(caller), owner, place));
        });
    }

    private Uni<AppendingMessage> open(Origin origin, AccountRef owner, Place place) {
        return FolderCalls.named(folders, owner.id(), place.folder())
                .flatMap(folder -> flags.bits(owner.id(), place.flags())
                        .map(bits -> new AppendRequest(origin, owner, folder.id(), bits, place.receivedAt())))
                .map(request -> new Incoming<>(intake.append(request)))
                .map(incoming -> new AppendingMessage(incoming, result -> view(owner, result)));
    }

    private Uni<MessageView> view(AccountRef owner, AppendResult result) {
        return find(owner, appended(result).toString())
                .onFailure(ApiException.class)
                .transform(ApiException::perhapsDone)
                .flatMap(stored -> view(owner, stored));
    }

    private static StoredMessageId appended(AppendResult result) {
        return switch (result) {
            case AppendResult.Appended(long uidValidity, long uid, StoredMessageId id) -> id;
            case NotAccepted answer -> throw IntakeErrors.of(answer);
        };
    }

    /** Changes the flags of a message. */
    public Uni<MessageView> changeFlags(
            Principal caller, Precondition when, String account, String message, FlagsDraft draft) {
        return Access.run(caller, UPDATE_MESSAGE, tenant -> {
            check(draft);
            return account(caller, account)
                    .flatMap(owner -> find(owner, message)
                            .invoke(stored -> when.require(MessageShapes.tag(stored)))
                            .flatMap(stored -> flags.change(owner.id(), draft)
                                    .flatMap(change -> change(owner, stored, change, when)))
                            .flatMap(changed -> view(owner, changed)));
        });
    }

    private static void check(FlagsDraft draft) {
        Findings findings = new Findings();
        if (draft.add().isEmpty() && draft.remove().isEmpty() && draft.set().isEmpty()) {
            findings.add("/flags", ErrorCode.MISSING_FIELD, "'flags' needs add, remove or set");
        }
        FlagNames.check("/flags/add", draft.add(), findings);
        FlagNames.check("/flags/remove", draft.remove(), findings);
        FlagNames.check("/flags/set", draft.set().orElse(List.of()), findings);
        findings.throwIfAny();
    }

    /** What was seen must still be so in the transaction that changes it. */
    private Uni<StoredMessage> change(AccountRef owner, StoredMessage stored, FlagChange change, Precondition when) {
        long[] uid = {stored.uid()};
        Uni<MailboxStore.FlagsNow> changed =
                switch (when) {
                    case Precondition.Always() -> messages.changeFlags(owner.id(), stored.folder(), uid, change);
                    case Precondition.Matching matching ->
                        messages.changeFlags(owner.id(), stored.folder(), uid, change, stored.modSeq())
                                .invoke(MessageCalls::requireUnchanged);
                };
        return changed.flatMap(now -> find(owner, stored.id().toString()));
    }

    private static void requireUnchanged(MailboxStore.FlagsNow now) {
        if (now.modified().length > 0) {
            throw Precondition.changed();
        }
    }

    /** Moves a message into another folder. */
    public Uni<MessageView> move(Principal caller, String account, String message, String folder) {
        return Access.run(caller, MOVE_MESSAGE, tenant -> {
            requireFolder(folder);
            return account(caller, account)
                    .flatMap(owner -> find(owner, message)
                            .flatMap(stored -> FolderCalls.named(folders, owner.id(), folder)
                                    .flatMap(target -> move(owner, stored, target)))
                            .flatMap(moved -> view(owner, moved)));
        });
    }

    private Uni<StoredMessage> move(AccountRef owner, StoredMessage stored, Folder target) {
        if (stored.folder().equals(target.id())) {
            return Uni.createFrom().item(stored);
        }
        return messages.move(owner.id(), stored.folder(), new long[] {stored.uid()}, target.id())
                .map(transfer -> uid(transfer, stored, target))
                .flatMap(uid -> find(owner, stored.id().toString()));
    }

    /** Copies a message into a folder. */
    public Uni<MessageView> copy(Principal caller, String account, String message, String folder) {
        return Access.run(caller, COPY_MESSAGE, tenant -> {
            requireFolder(folder);
            return account(caller, account)
                    .flatMap(owner -> find(owner, message)
                            .flatMap(stored -> FolderCalls.named(folders, owner.id(), folder)
                                    .flatMap(target -> copy(owner, stored, target)))
                            .flatMap(copied -> view(owner, copied)));
        });
    }

    private Uni<StoredMessage> copy(AccountRef owner, StoredMessage stored, Folder target) {
        return messages.copy(owner.id(), stored.folder(), new long[] {stored.uid()}, target.id())
                .map(transfer -> uid(transfer, stored, target))
                .flatMap(uid -> messages.messages(owner.id(), target.id(), new long[] {uid}))
                .map(found -> found.stream()
                        .findFirst()
                        .orElseThrow(
                                () -> Access.notFound("message", stored.id().toString())
                                        .perhapsDone()));
    }

    private static long uid(MailboxStore.Transfer transfer, StoredMessage stored, Folder target) {
        return switch (transfer) {
            case MailboxStore.Transfer.Done(long uidValidity, long[] from, long[] to) when to.length == 1 -> to[0];
            case MailboxStore.Transfer.Done gone ->
                throw Access.notFound("message", stored.id().toString());
            case MailboxStore.Transfer.NoSuchTarget() ->
                throw Access.notFound("folder", target.name().text());
            case MailboxStore.Transfer.OverQuota() ->
                throw ApiException.of(ErrorCode.OVER_QUOTA, "the message does not fit into the account's quota");
        };
    }

    private static void requireFolder(String folder) {
        Findings findings = new Findings();
        findings.require("/folder", folder);
        findings.throwIfAny();
    }

    /** Deletes a message for good. */
    public Uni<Void> delete(Principal caller, Precondition when, String account, String message) {
        return Access.run(
                caller,
                DELETE_MESSAGE,
                tenant -> account(caller, account)
                        .flatMap(owner -> find(owner, message)
                                .invoke(stored -> when.require(MessageShapes.tag(stored)))
                                .flatMap(stored ->
                                        messages.delete(owner.id(), stored.folder(), new long[] {stored.uid()})))
                        .replaceWithVoid());
    }

    private Uni<AccountRef> account(Principal caller, String account) {
        return Access.account(caller, directory, account);
    }

    private Uni<StoredMessage> find(AccountRef owner, String message) {
        StoredMessageId id = StoredMessageId.parse(message).orElseThrow(() -> Access.notFound("message", message));
        return messages.message(owner.id(), id)
                .map(found -> found.orElseThrow(() -> Access.notFound("message", message)));
    }

    private Uni<MessageView> view(AccountRef owner, StoredMessage stored) {
        return messages.keywords(owner.id()).map(keywords -> view(stored, keywords));
    }

    private static MessageView view(StoredMessage stored, List<String> keywords) {
        return new MessageView(stored, MessageReader.index(stored).envelope(), Flags.names(stored.flags(), keywords));
    }
}
