package dev.posthaste.api.folder;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.Operation.Tagged;
import dev.posthaste.api.Shapes;
import dev.posthaste.mailbox.FolderStatus;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The requests and answers about folders; {@code folder.proto} describes them. */
final class FolderShapes {

    private FolderShapes() {}

    /** The state of a folder with its counts. */
    static EntityTag tag(FolderStatus status) {
        return EntityTag.of(
                status.folder().id(),
                status.folder().name().text(),
                status.folder().uidValidity(),
                status.messages(),
                status.unseen(),
                status.octets());
    }

    @Schema
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Folder(
            String id,
            String name,
            @Nullable String specialUse,
            long messages,
            long unseen,
            long size,
            long uidValidity,
            String etag)
            implements Tagged {

        static Folder of(FolderStatus status) {
            return new Folder(
                    status.folder().id().toString(),
                    status.folder().name().text(),
                    status.folder().use().map(Shapes::word).orElse(null),
                    status.messages(),
                    status.unseen(),
                    status.octets(),
                    status.folder().uidValidity(),
                    tag(status).text());
        }
    }

    @Schema
    record CreateFolderRequest(@Nullable String name) {}

    @Schema
    record UpdateFolderRequest(@Nullable String name) {}

    @Schema
    record ListFoldersResponse(List<Folder> folders) {}
}
