package dev.posthaste.api.rest;

import dev.posthaste.api.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Bodies that work, for the OpenAPI document and the pages; a test sends them. */
final class Examples {

    private static final Map<Operation, String> BODIES = new EnumMap<>(Map.ofEntries(
            Map.entry(Operation.CREATE_DOMAIN, "{\"name\": \"example.org\"}"),
            Map.entry(
                    Operation.CREATE_ACCOUNT,
                    "{\"address\": \"alice@example.org\", \"password\": \"correct horse battery\","
                            + " \"display_name\": \"Alice\"}"),
            Map.entry(Operation.UPDATE_ACCOUNT, "{\"display_name\": \"Alice Liddell\"}"),
            Map.entry(Operation.CREATE_ALIAS, "{\"address\": \"sales@example.org\"}"),
            Map.entry(
                    Operation.SEND_EMAIL,
                    "{\"from\": \"Alice <alice@example.org>\", \"to\": [\"bob@example.net\"],"
                            + " \"subject\": \"Your order 4711\", \"text\": \"Thank you!\","
                            + " \"tags\": [\"receipt\"], \"metadata\": {\"order\": \"4711\"}}"),
            Map.entry(Operation.CREATE_FOLDER, "{\"name\": \"Work/Invoices\"}"),
            Map.entry(Operation.UPDATE_FOLDER, "{\"name\": \"Work/Receipts\"}"),
            Map.entry(
                    Operation.APPEND_MESSAGE,
                    "{\"folder\": \"INBOX\", \"raw\": {\"data\": \"U3ViamVjdDogSGkNCg0KSGVsbG8NCg==\"},"
                            + " \"flags\": [\"\\\\Seen\"]}"),
            Map.entry(
                    Operation.UPDATE_MESSAGE, "{\"flags\": {\"add\": [\"\\\\Seen\"], \"remove\": [\"\\\\Flagged\"]}}"),
            Map.entry(Operation.MOVE_MESSAGE, "{\"folder\": \"Archive\"}"),
            Map.entry(Operation.COPY_MESSAGE, "{\"folder\": \"Archive\"}"),
            Map.entry(
                    Operation.UPLOAD_CERTIFICATE,
                    "{\"chain\": \"-----BEGIN CERTIFICATE-----\\n…\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n…\"}"),
            Map.entry(
                    Operation.CREATE_API_KEY, "{\"name\": \"shop\", \"scopes\": [\"emails:send\", \"emails:read\"]}")));

    private Examples() {}

    /** JSON; empty for a call without a body. */
    static Optional<String> of(Operation operation) {
        return Optional.ofNullable(BODIES.get(operation));
    }
}
