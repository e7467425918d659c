package dev.posthaste.mailbox.postgres;

import dev.posthaste.id.FolderId;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.SpecialUse;
import io.vertx.sqlclient.Row;
import java.util.Optional;

/** A row with the columns of a folder. */
final class FolderRow {

    private FolderRow() {}

    static Folder read(Row row) {
        return new Folder(
                new FolderId(row.getUUID("id")),
                new FolderName(row.getString("name")),
                Optional.ofNullable(row.getString("special_use")).map(SpecialUse::valueOf),
                row.getLong("uidvalidity"),
                row.getLong("uidnext"),
                row.getLong("modseq"));
    }
}
