package dev.posthaste.queue.postgres;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.queue.Item;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.Prefix;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads what {@link QueueSql#LEASE_ALL_BUT} returns. An email that comes in several rows becomes one item. */
final class LeasedRows {

    private final UUID token;
    private final Map<UUID, Item> items = new HashMap<>();

    LeasedRows(UUID token) {
        this.token = token;
    }

    List<Lease> read(RowSet<Row> rows) {
        List<Lease> leases = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Item item = items.computeIfAbsent(row.getUUID("email_id"), id -> item(row));
            leases.add(new Lease(
                    token,
                    item,
                    row.getInteger("n"),
                    EmailAddress.of(row.getString("address")),
                    DomainName.of(row.getString("destination")),
                    row.getInteger("attempts"),
                    Optional.ofNullable(row.getUUID("account_id")).map(AccountId::new)));
        }
        return leases;
    }

    private static Item item(Row row) {
        BlobHash hash = BlobHash.of(row.getDelegate().getBuffer("blob_hash").getBytes());
        TenantId tenant = new TenantId(row.getUUID("tenant_id"));
        EmailId email = new EmailId(row.getUUID("email_id"));
        return new Item(
                email,
                reversePath(row.getString("reverse_path")),
                new Prefix(row.getDelegate().getBuffer("prefix").getBytes()),
                BlobRef.ofEmail(email, tenant, hash, row.getLong("size")),
                row.getBoolean("needs_utf8") ? Item.Wording.UTF8 : Item.Wording.ASCII,
                row.getOffsetDateTime("created_at").toInstant());
    }

    // As intake wrote it: in angle brackets.
    private static ReversePath reversePath(String text) {
        String address = text.substring(1, text.length() - 1);
        try {
            return address.isEmpty() ? ReversePath.empty() : ReversePath.of(EmailAddress.parse(address));
        } catch (AddressSyntaxException damaged) {
            throw new IllegalStateException("the store holds a reverse-path that is none", damaged);
        }
    }
}
