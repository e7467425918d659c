package dev.posthaste.api.folder;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Operation.Nothing;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Shapes;
import dev.posthaste.api.folder.FolderShapes.CreateFolderRequest;
import dev.posthaste.api.folder.FolderShapes.ListFoldersResponse;
import dev.posthaste.api.folder.FolderShapes.UpdateFolderRequest;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderStatus;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.FolderStore.FolderOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Folders of accounts. Wherever a folder is named, its id or its full name serves. */
@Singleton
public final class FolderCalls implements Endpoint.Resource {

    /** Create a folder. */
    public static final Operation<CreateFolderRequest, FolderShapes.Folder> CREATE_FOLDER = Operation.named(
                    "createFolder", Scope.MESSAGES_WRITE, "Create a folder")
            .post("/accounts/{account}/folders", CreateFolderRequest.class, FolderShapes.Folder.class)
            .example("{\"name\": \"Work/Invoices\"}")
            .fails(
                    ErrorCode.MISSING_FIELD,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.FOLDER_EXISTS,
                    ErrorCode.FOLDER_NOT_ALLOWED,
                    ErrorCode.TOO_MANY);

    /** Get a folder. */
    public static final Operation<Nothing, FolderShapes.Folder> GET_FOLDER = Operation.named(
                    "getFolder", Scope.MESSAGES_READ, "Get a folder")
            .get("/accounts/{account}/folders/{folder}", Nothing.class, FolderShapes.Folder.class)
            .fails();

    /** List folders. */
    public static final Operation<Nothing, ListFoldersResponse> LIST_FOLDERS = Operation.named(
                    "listFolders", Scope.MESSAGES_READ, "List folders")
            .get("/accounts/{account}/folders", Nothing.class, ListFoldersResponse.class)
            .fails();

    /** Rename a folder. */
    public static final Operation<UpdateFolderRequest, FolderShapes.Folder> UPDATE_FOLDER = Operation.named(
                    "updateFolder", Scope.MESSAGES_WRITE, "Rename a folder")
            .patch("/accounts/{account}/folders/{folder}", UpdateFolderRequest.class, FolderShapes.Folder.class)
            .example("{\"name\": \"Work/Receipts\"}")
            .fails(
                    ErrorCode.MISSING_FIELD,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.FOLDER_EXISTS,
                    ErrorCode.FOLDER_NOT_ALLOWED,
                    ErrorCode.TOO_MANY);

    /** Delete a folder. */
    public static final Operation<Nothing, Nothing> DELETE_FOLDER = Operation.named(
                    "deleteFolder", Scope.MESSAGES_WRITE, "Delete a folder")
            .delete("/accounts/{account}/folders/{folder}", Nothing.class)
            .fails(ErrorCode.FOLDER_NOT_ALLOWED);

    private final AccountDirectory directory;
    private final FolderStore folders;

    /** Uses these. */
    public FolderCalls(AccountDirectory directory, FolderStore folders) {
        this.directory = directory;
        this.folders = folders;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                Endpoint.of(
                        CREATE_FOLDER,
                        (call, body) -> create(call.caller(), call.name(), Shapes.text(body.name()))
                                .map(FolderShapes.Folder::of)),
                Endpoint.of(
                        GET_FOLDER,
                        (call, none) ->
                                get(call.caller(), call.name(), call.name(1)).map(FolderShapes.Folder::of)),
                Endpoint.of(
                        LIST_FOLDERS,
                        (call, none) -> list(call.caller(), call.name())
                                .map(all -> new ListFoldersResponse(all.stream()
                                        .map(FolderShapes.Folder::of)
                                        .toList()))),
                Endpoint.of(
                        UPDATE_FOLDER,
                        (call, body) -> rename(
                                        call.caller(), call.when(), call.name(), call.name(1), Shapes.text(body.name()))
                                .map(FolderShapes.Folder::of)),
                Endpoint.of(
                        DELETE_FOLDER,
                        (call, none) -> delete(call.caller(), call.when(), call.name(), call.name(1))
                                .replaceWith(Nothing.NOTHING)));
    }

    /** Makes a folder. */
    public Uni<FolderStatus> create(Principal caller, String account, String name) {
        return Access.run(caller, CREATE_FOLDER, tenant -> {
            FolderName wanted = newName(name);
            return Access.account(caller, directory, account)
                    .flatMap(owner -> folders.create(owner.id(), wanted, Optional.empty())
                            .map(outcome -> folder(outcome, name))
                            .flatMap(folder -> status(owner, folder)));
        });
    }

    /** One folder. */
    public Uni<FolderStatus> get(Principal caller, String account, String folder) {
        return Access.run(
                caller,
                GET_FOLDER,
                tenant -> Access.account(caller, directory, account)
                        .flatMap(owner -> named(folders, owner.id(), folder).flatMap(found -> status(owner, found))));
    }

    /** All folders of an account. */
    public Uni<List<FolderStatus>> list(Principal caller, String account) {
        return Access.run(
                caller,
                LIST_FOLDERS,
                tenant -> Access.account(caller, directory, account)
                        .flatMap(owner -> folders.folders(owner.id()).flatMap(all -> statuses(owner, all))));
    }

    /** Renames a folder. */
    public Uni<FolderStatus> rename(Principal caller, Precondition when, String account, String folder, String name) {
        return Access.run(caller, UPDATE_FOLDER, tenant -> {
            FolderName wanted = newName(name);
            return Access.account(caller, directory, account)
                    .flatMap(owner -> named(folders, owner.id(), folder)
                            .call(found -> require(owner, found, when))
                            .flatMap(found -> folders.rename(owner.id(), found.name(), wanted))
                            .map(outcome -> folder(outcome, folder))
                            .flatMap(renamed -> status(owner, renamed)));
        });
    }

    /** Deletes a folder. */
    public Uni<Void> delete(Principal caller, Precondition when, String account, String folder) {
        return Access.run(
                caller,
                DELETE_FOLDER,
                tenant -> Access.account(caller, directory, account)
                        .flatMap(owner -> named(folders, owner.id(), folder)
                                .call(found -> require(owner, found, when))
                                .flatMap(found -> folders.delete(owner.id(), found.name())))
                        .map(outcome -> folder(outcome, folder))
                        .replaceWithVoid());
    }

    private Uni<Void> require(AccountRef owner, Folder folder, Precondition when) {
        return switch (when) {
            case Precondition.Always() -> Uni.createFrom().voidItem();
            case Precondition.Matching matching ->
                status(owner, folder)
                        .invoke(status -> matching.require(FolderShapes.tag(status)))
                        .replaceWithVoid();
        };
    }

    /** The account's folder that {@code text} names by its id or its full name. */
    public static Uni<Folder> named(FolderStore folders, AccountId account, String text) {
        Optional<FolderId> id = FolderId.parse(text);
        Optional<FolderName> name = FolderName.parse(text);
        Uni<Optional<Folder>> found = id.isPresent()
                ? folders.folder(account, id.get())
                : name.map(n -> folders.folder(account, n))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        return found.map(folder -> folder.orElseThrow(() -> Access.notFound("folder", text)));
    }

    private static FolderName newName(String text) {
        if (text.isBlank()) {
            throw ApiException.at("/name", ErrorCode.MISSING_FIELD, "'name' is required", "");
        }
        return FolderName.parse(text)
                .orElseThrow(() -> ApiException.at(
                        "/name",
                        ErrorCode.INVALID_VALUE,
                        "'" + Access.shown(text) + "' is no folder name",
                        "at most " + FolderName.MAX_OCTETS + " octets and " + FolderName.MAX_DEPTH
                                + " levels, none of them empty; no control characters, * or %"));
    }

    private static Folder folder(FolderOutcome outcome, String name) {
        return switch (outcome) {
            case FolderOutcome.Done(Folder folder) -> folder;
            case FolderOutcome.AlreadyExists() ->
                throw ApiException.at("/name", ErrorCode.FOLDER_EXISTS, "the folder exists already", "");
            case FolderOutcome.NotFound() -> throw Access.notFound("folder", name);
            case FolderOutcome.NotAllowed(String why) -> throw ApiException.of(ErrorCode.FOLDER_NOT_ALLOWED, why);
            case FolderOutcome.TooMany() ->
                throw ApiException.of(
                        ErrorCode.TOO_MANY, "an account has at most " + FolderStore.MAX_FOLDERS + " folders");
        };
    }

    private Uni<FolderStatus> status(AccountRef owner, Folder folder) {
        return statuses(owner, List.of(folder)).map(List::getFirst);
    }

    private Uni<List<FolderStatus>> statuses(AccountRef owner, List<Folder> all) {
        return folders.status(owner.id(), all.stream().map(Folder::id).toList()).map(counted -> inOrder(all, counted));
    }

    /** The store may leave out a folder that is deleted meanwhile; it is shown as it was, empty. */
    private static List<FolderStatus> inOrder(List<Folder> all, List<FolderStatus> counted) {
        Map<FolderId, FolderStatus> byId = counted.stream()
                .collect(Collectors.toMap(status -> status.folder().id(), Function.identity()));
        return all.stream()
                .map(folder -> byId.getOrDefault(folder.id(), new FolderStatus(folder, 0, 0, 0, 0, 0)))
                .toList();
    }
}
