package dev.posthaste.api.grpc;

import com.google.protobuf.Empty;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.FolderCalls;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import dev.posthaste.api.grpc.v1.CreateFolderRequest;
import dev.posthaste.api.grpc.v1.DeleteFolderRequest;
import dev.posthaste.api.grpc.v1.Folder;
import dev.posthaste.api.grpc.v1.FolderService;
import dev.posthaste.api.grpc.v1.GetFolderRequest;
import dev.posthaste.api.grpc.v1.ListFoldersRequest;
import dev.posthaste.api.grpc.v1.ListFoldersResponse;
import dev.posthaste.api.grpc.v1.SpecialUse;
import dev.posthaste.api.grpc.v1.UpdateFolderRequest;
import dev.posthaste.mailbox.FolderStatus;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Folders over gRPC. */
@GrpcService
class FolderEndpoint implements FolderService {

    private final FolderCalls folders;
    private final Calls calls;

    FolderEndpoint(FolderCalls folders, Calls calls) {
        this.folders = folders;
        this.calls = calls;
    }

    @Override
    public Uni<Folder> createFolder(CreateFolderRequest request) {
        Target target = Target.of(Operation.CREATE_FOLDER, request.getAccount());
        return calls.once(
                target,
                request,
                Folder.parser(),
                caller -> folders.create(caller, request.getAccount(), request.getName())
                        .map(FolderEndpoint::folder));
    }

    @Override
    public Uni<Folder> getFolder(GetFolderRequest request) {
        return calls.one(caller ->
                folders.get(caller, request.getAccount(), request.getFolder()).map(FolderEndpoint::folder));
    }

    @Override
    public Uni<ListFoldersResponse> listFolders(ListFoldersRequest request) {
        return calls.one(caller -> folders.list(caller, request.getAccount())
                .map(all -> ListFoldersResponse.newBuilder()
                        .addAllFolders(all.stream().map(FolderEndpoint::folder).toList())
                        .build()));
    }

    @Override
    public Uni<Folder> updateFolder(UpdateFolderRequest request) {
        Target target = Target.of(Operation.UPDATE_FOLDER, request.getAccount(), request.getFolder());
        return calls.once(
                target,
                request,
                Folder.parser(),
                caller -> folders.rename(
                                caller,
                                Precondition.ofField(request.getEtag()),
                                request.getAccount(),
                                request.getFolder(),
                                request.getName())
                        .map(FolderEndpoint::folder));
    }

    @Override
    public Uni<Empty> deleteFolder(DeleteFolderRequest request) {
        Target target = Target.of(Operation.DELETE_FOLDER, request.getAccount(), request.getFolder());
        return calls.done(
                target,
                request,
                caller -> folders.delete(
                        caller, Precondition.ofField(request.getEtag()), request.getAccount(), request.getFolder()));
    }

    private static Folder folder(FolderStatus status) {
        return Folder.newBuilder()
                .setId(status.folder().id().toString())
                .setName(status.folder().name().text())
                .setSpecialUse(
                        status.folder().use().map(FolderEndpoint::use).orElse(SpecialUse.SPECIAL_USE_UNSPECIFIED))
                .setMessages(status.messages())
                .setUnseen(status.unseen())
                .setSize(status.octets())
                .setEtag(EntityTag.of(status).text())
                .setUidValidity(status.folder().uidValidity())
                .build();
    }

    private static SpecialUse use(dev.posthaste.mailbox.SpecialUse use) {
        return switch (use) {
            case SENT -> SpecialUse.SPECIAL_USE_SENT;
            case DRAFTS -> SpecialUse.SPECIAL_USE_DRAFTS;
            case TRASH -> SpecialUse.SPECIAL_USE_TRASH;
            case JUNK -> SpecialUse.SPECIAL_USE_JUNK;
            case ARCHIVE -> SpecialUse.SPECIAL_USE_ARCHIVE;
        };
    }
}
