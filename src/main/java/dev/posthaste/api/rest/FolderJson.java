package dev.posthaste.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthaste.api.EntityTag;
import dev.posthaste.mailbox.FolderStatus;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON of folders. */
final class FolderJson {

    private FolderJson() {}

    @Schema(description = "A folder; IMAP calls it a mailbox.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Folder(
            @Schema(examples = "fld_06bqmz8f9r7dn6fjs0z2c4v9ew")
            String id,

            @Schema(description = "The full name, with / between the levels.", examples = "Work/Invoices")
            String name,

            @Schema(
                    description = "What it is for (RFC 6154); missing for most.",
                    enumeration = {"sent", "drafts", "trash", "junk", "archive"})
            @Nullable
            String specialUse,

            @Schema(description = "Messages in it.") long messages,

            @Schema(description = "Those that have not been seen.")
            long unseen,

            @Schema(description = "Octets of all of them.") long size,
            @Schema(description = "IMAP's UIDVALIDITY.") long uidValidity,

            @Schema(description = "Tells one state from another; ETag alike.")
            String etag)
            implements Tagged {

        static Folder of(FolderStatus status) {
            return new Folder(
                    status.folder().id().toString(),
                    status.folder().name().text(),
                    status.folder().use().map(Words::of).orElse(null),
                    status.messages(),
                    status.unseen(),
                    status.octets(),
                    status.folder().uidValidity(),
                    EntityTag.of(status).text());
        }
    }

    @Schema(description = "A new folder.", requiredProperties = "name")
    record CreateFolderRequest(
            @Schema(description = "The full name, with / between the levels.", examples = "Work/Invoices") @Nullable
            String name) {}

    @Schema(description = "A new name.", requiredProperties = "name")
    record UpdateFolderRequest(
            @Schema(description = "The new full name.", examples = "Work/Receipts") @Nullable
            String name) {}

    @Schema(description = "All folders of an account.")
    record ListFoldersResponse(
            @Schema(description = "INBOX first, then by name.")
            List<Folder> folders) {

        static ListFoldersResponse of(List<FolderStatus> statuses) {
            return new ListFoldersResponse(statuses.stream().map(Folder::of).toList());
        }
    }
}
