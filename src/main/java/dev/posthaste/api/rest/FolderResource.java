package dev.posthaste.api.rest;

import dev.posthaste.api.FolderCalls;
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
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Folders of an account. */
@Path("/accounts/{account}/folders")
@Produces(MediaType.APPLICATION_JSON)
class FolderResource {

    private static final String ACCOUNT = "`acc_…` or the address.";
    private static final String FOLDER = "`fld_…` or the full name.";

    private final FolderCalls folders;
    private final Caller caller;

    FolderResource(FolderCalls folders, Caller caller) {
        this.folders = folders;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public Uni<FolderJson.Folder> createFolder(
            @Parameter(description = ACCOUNT) @RestPath String account, FolderJson.@Nullable CreateFolderRequest body) {
        String name = Body.text(Body.required(body).name());
        return folders.create(caller.principal(), account, name).map(FolderJson.Folder::of);
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
    public Uni<FolderJson.Folder> updateFolder(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = FOLDER) @RestPath String folder,
            FolderJson.@Nullable UpdateFolderRequest body) {
        String name = Body.text(Body.required(body).name());
        return folders.rename(caller.principal(), account, folder, name).map(FolderJson.Folder::of);
    }

    @DELETE
    @Path("/{folder}")
    public Uni<Void> deleteFolder(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = FOLDER) @RestPath String folder) {
        return folders.delete(caller.principal(), account, folder);
    }
}
