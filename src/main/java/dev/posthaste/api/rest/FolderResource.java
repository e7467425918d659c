package dev.posthaste.api.rest;

import dev.posthaste.api.FolderCalls;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Folders of an account. */
@Path("/accounts/{account}/folders")
@Produces(MediaType.APPLICATION_JSON)
class FolderResource {

    private static final String ACCOUNT = "`acc_…` or the address.";
    private static final String FOLDER = "`fld_…` or the full name.";

    private final FolderCalls folders;
    private final Mutations mutations;
    private final Caller caller;

    FolderResource(FolderCalls folders, Mutations mutations, Caller caller) {
        this.folders = folders;
        this.mutations = mutations;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<FolderJson.Folder>> createFolder(
            @Parameter(description = ACCOUNT) @RestPath String account, FolderJson.@Nullable CreateFolderRequest body) {
        FolderJson.CreateFolderRequest wanted = Body.required(body);
        Target target = Target.of(Operation.CREATE_FOLDER, account);
        return mutations.answer(
                target,
                wanted,
                FolderJson.Folder.class,
                who -> folders.create(who, account, Body.text(wanted.name())).map(FolderJson.Folder::of));
    }

    @GET
    public Uni<FolderJson.ListFoldersResponse> listFolders(@Parameter(description = ACCOUNT) @RestPath String account) {
        return folders.list(caller.principal(), account).map(FolderJson.ListFoldersResponse::of);
    }

    @GET
    @Path("/{folder}")
    public Uni<FolderJson.Folder> getFolder(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = FOLDER) @RestPath String folder) {
        return folders.get(caller.principal(), account, folder).map(FolderJson.Folder::of);
    }

    @PATCH
    @Path("/{folder}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    public Uni<RestResponse<FolderJson.Folder>> updateFolder(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = FOLDER) @RestPath String folder,
            FolderJson.@Nullable UpdateFolderRequest body) {
        FolderJson.UpdateFolderRequest wanted = Body.required(body);
        Target target = Target.of(Operation.UPDATE_FOLDER, account, folder);
        Precondition when = caller.ifMatch();
        return mutations.answer(
                target,
                wanted,
                FolderJson.Folder.class,
                who -> folders.rename(who, when, account, folder, Body.text(wanted.name()))
                        .map(FolderJson.Folder::of));
    }

    @DELETE
    @Path("/{folder}")
    public Uni<RestResponse<Void>> deleteFolder(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = FOLDER) @RestPath String folder) {
        Target target = Target.of(Operation.DELETE_FOLDER, account, folder);
        Precondition when = caller.ifMatch();
        return mutations.done(target, Mutations.NO_BODY, who -> folders.delete(who, when, account, folder));
    }
}
