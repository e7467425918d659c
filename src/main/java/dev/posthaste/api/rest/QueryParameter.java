package dev.posthaste.api.rest;

import dev.posthaste.api.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The query parameters, and which call takes which: what is read is what is documented. */
enum QueryParameter {
    /** Rows of a page. */
    PAGE_SIZE("1 to 500; 50 if missing."),
    /** Which page. */
    PAGE_TOKEN("`next_page_token` of the page before."),
    /** Status of emails. */
    STATUS("Only those with a recipient in this status: scheduled, queued, sending, deferred, delivered, captured,"
            + " bounced, expired, cancelled."),
    /** Tag of emails. */
    TAG("Only those with this tag."),
    /** Folder of messages. */
    FOLDER("`fld_…` or the full name, such as `INBOX`."),
    /** Words in messages. */
    Q("Words that all must occur in header or body."),
    /** Flags of an appended message. */
    FLAGS("Flags that it begins with, separated by commas; for a body of type message/rfc822."),
    /** Date of an appended message. */
    RECEIVED_AT("When it came in (RFC 3339); now if missing; for a body of type message/rfc822.");

    private static final Map<Operation, List<QueryParameter>> TAKEN = Map.of(
            Operation.LIST_EMAILS, List.of(STATUS, TAG, PAGE_SIZE, PAGE_TOKEN),
            Operation.LIST_ACCOUNTS, List.of(PAGE_SIZE, PAGE_TOKEN),
            Operation.LIST_MESSAGES, List.of(FOLDER, Q, PAGE_SIZE, PAGE_TOKEN),
            Operation.APPEND_MESSAGE, List.of(FOLDER, FLAGS, RECEIVED_AT),
            Operation.LIST_DOMAINS, List.of(PAGE_SIZE, PAGE_TOKEN),
            Operation.LIST_CERTIFICATES, List.of(PAGE_SIZE, PAGE_TOKEN),
            Operation.LIST_API_KEYS, List.of(PAGE_SIZE, PAGE_TOKEN));

    private final String description;

    QueryParameter(String description) {
        this.description = description;
    }

    /** Those that the call takes. */
    static List<QueryParameter> of(Operation operation) {
        return TAKEN.getOrDefault(operation, List.of());
    }

    /** As it is written. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }
}
