package dev.posthaste.api;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.intake.AppendRequest;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Origin;
import dev.posthaste.login.Principal;
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
public final class MessageCalls {

    /** Characters of a search. */
    public static final int MAX_QUERY = 500;

    private static final String LIST = "messages";

    private final AccountDirectory directory;
    private final FolderStore folders;
    private final MailboxStore messages;
    private final Intake intake;
    private final MessageReader reader;
    private final FlagNames flags;

    MessageCalls(
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

    /** Octets that follow. */
    public record Octets(String contentType, Optional<String> filename, Multi<byte[]> bytes) {}

    /** A page of messages. */
    public Uni<PageToken.Slice<MessageView>> list(Principal caller, String account, Query query) {
        return Access.run(caller, Operation.LIST_MESSAGES, tenant -> {
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
                Operation.GET_MESSAGE,
                tenant -> account(caller, account)
                        .flatMap(owner -> find(owner, message).flatMap(stored -> view(owner, stored)))
                        .flatMap(reader::content));
    }

    /** The octets of a message. */
    public Uni<Octets> raw(Principal caller, String account, String message) {
        return Access.run(
                caller,
                Operation.GET_RAW_MESSAGE,
                tenant -> account(caller, account)
                        .flatMap(owner -> find(owner, message))
                        .map(reader::raw));
    }

    /** The decoded octets of an attachment; {@code part} is its number. */
    public Uni<Octets> attachment(Principal caller, String account, String message, String part) {
        return Access.run(
                caller,
                Operation.GET_ATTACHMENT,
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
        return Access.run(caller, Operation.APPEND_MESSAGE, tenant -> {
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
        return Access.run(caller, Operation.UPDATE_MESSAGE, tenant -> {
            check(draft);
            return account(caller, account)
                    .flatMap(owner -> find(owner, message)
                            .invoke(stored -> when.require(EntityTag.of(stored)))
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
        return Access.run(caller, Operation.MOVE_MESSAGE, tenant -> {
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
        return Access.run(caller, Operation.COPY_MESSAGE, tenant -> {
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
                Operation.DELETE_MESSAGE,
                tenant -> account(caller, account)
                        .flatMap(owner -> find(owner, message)
                                .invoke(stored -> when.require(EntityTag.of(stored)))
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
