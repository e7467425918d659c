package dev.posthaste.api;

import dev.posthaste.login.Scope;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The calls: which scope each needs and how it can fail. The calls check their scopes here, the
 * documentation is made from here, and a test holds REST and gRPC against it.
 */
public enum Operation {
    /** Sends. */
    SEND_EMAIL(
            Scope.EMAILS_SEND,
            "Send an email",
            "Takes an email with text, HTML, attachments and inline images, or a raw message, for delivery. The answer"
                    + " comes when the email is durably accepted and never before: mail for accounts of this server"
                    + " lies in their folders then, mail for others is queued.",
            Body.JSON,
            ErrorCode.VALIDATION_FAILED,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_VALUE,
            ErrorCode.INVALID_ADDRESS,
            ErrorCode.INVALID_HEADER,
            ErrorCode.LIMIT_EXCEEDED,
            ErrorCode.CONTENT_CONFLICT,
            ErrorCode.RECIPIENT_UNKNOWN,
            ErrorCode.RECIPIENT_OVER_QUOTA,
            ErrorCode.INVALID_MESSAGE,
            ErrorCode.DOMAIN_NOT_HOSTED,
            ErrorCode.SENDER_NOT_OWNED),
    /** One email. */
    GET_EMAIL(
            Scope.EMAILS_READ,
            Tag.TOLD,
            "Get an email",
            "One email with its recipients and where each of them stands.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Emails. */
    LIST_EMAILS(
            Scope.EMAILS_READ,
            "List emails",
            "Emails of the tenant, newest first.",
            Body.NONE,
            ErrorCode.VALIDATION_FAILED,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_VALUE,
            ErrorCode.LIMIT_EXCEEDED,
            ErrorCode.INVALID_PAGE_TOKEN),
    /** Recipients. */
    LIST_EMAIL_RECIPIENTS(
            Scope.EMAILS_READ,
            "List the recipients of an email",
            "Every recipient with every attempt: host, TLS, and what it answered, word for word.",
            Body.NONE,
            ErrorCode.NOT_FOUND),

    /** New account. */
    CREATE_ACCOUNT(
            Scope.ACCOUNTS_WRITE,
            "Create an account",
            "Makes an account with its INBOX and its special folders. Its address and password log in to SMTP"
                    + " submission, IMAP and POP3 at once.",
            Body.JSON,
            ErrorCode.VALIDATION_FAILED,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_VALUE,
            ErrorCode.INVALID_ADDRESS,
            ErrorCode.LIMIT_EXCEEDED,
            ErrorCode.ADDRESS_TAKEN,
            ErrorCode.DOMAIN_NOT_HOSTED),
    /** One account. */
    GET_ACCOUNT(
            Scope.ACCOUNTS_READ,
            Tag.TOLD,
            "Get an account",
            "One account, by its id or its address.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Accounts. */
    LIST_ACCOUNTS(
            Scope.ACCOUNTS_READ,
            "List accounts",
            "Accounts of the tenant, oldest first.",
            Body.NONE,
            ErrorCode.INVALID_PAGE_TOKEN),
    /** Changes. */
    UPDATE_ACCOUNT(
            Scope.ACCOUNTS_WRITE,
            Tag.MATCHED,
            "Change an account",
            "Changes the display name, the password or the quota; what is not named stays (RFC 7396).",
            Body.JSON,
            ErrorCode.NOT_FOUND,
            ErrorCode.INVALID_VALUE,
            ErrorCode.LIMIT_EXCEEDED,
            ErrorCode.VALIDATION_FAILED),
    /** Deletes. */
    DELETE_ACCOUNT(
            Scope.ACCOUNTS_WRITE,
            Tag.MATCHED,
            "Delete an account",
            "Deletes an account with its aliases and all its mail, for good.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Quota. */
    GET_QUOTA(
            Scope.ACCOUNTS_READ,
            Tag.TOLD,
            "Get an account's quota",
            "How much an account may hold and holds.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** New alias. */
    CREATE_ALIAS(
            Scope.ACCOUNTS_WRITE,
            "Create an alias",
            "Gives an account another address, or with `*@example.org` every address of the domain that is nothing"
                    + " else.",
            Body.JSON,
            ErrorCode.NOT_FOUND,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_ADDRESS,
            ErrorCode.ADDRESS_TAKEN,
            ErrorCode.DOMAIN_NOT_HOSTED),
    /** Aliases. */
    LIST_ALIASES(
            Scope.ACCOUNTS_READ,
            "List aliases",
            "All aliases of an account, oldest first.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Deletes. */
    DELETE_ALIAS(
            Scope.ACCOUNTS_WRITE,
            Tag.MATCHED,
            "Delete an alias",
            "Takes an alias away.",
            Body.NONE,
            ErrorCode.NOT_FOUND),

    /** New folder. */
    CREATE_FOLDER(
            Scope.MESSAGES_WRITE,
            "Create a folder",
            "Makes a folder and, where they are missing, the folders above it.",
            Body.JSON,
            ErrorCode.NOT_FOUND,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_VALUE,
            ErrorCode.FOLDER_EXISTS,
            ErrorCode.FOLDER_NOT_ALLOWED,
            ErrorCode.TOO_MANY),
    /** One folder. */
    GET_FOLDER(
            Scope.MESSAGES_READ,
            Tag.TOLD,
            "Get a folder",
            "One folder with its counts.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Folders. */
    LIST_FOLDERS(
            Scope.MESSAGES_READ,
            "List folders",
            "All folders of an account with their counts, INBOX first.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Renames. */
    UPDATE_FOLDER(
            Scope.MESSAGES_WRITE,
            Tag.MATCHED,
            "Rename a folder",
            "Renames a folder with all below it.",
            Body.JSON,
            ErrorCode.NOT_FOUND,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_VALUE,
            ErrorCode.FOLDER_EXISTS,
            ErrorCode.FOLDER_NOT_ALLOWED,
            ErrorCode.TOO_MANY),
    /** Deletes. */
    DELETE_FOLDER(
            Scope.MESSAGES_WRITE,
            Tag.MATCHED,
            "Delete a folder",
            "Deletes a folder with its messages, not the folders below it.",
            Body.NONE,
            ErrorCode.NOT_FOUND,
            ErrorCode.FOLDER_NOT_ALLOWED),

    /** Messages. */
    LIST_MESSAGES(
            Scope.MESSAGES_READ,
            "List messages",
            "Messages of an account, newest first, of one folder or all, perhaps only those with certain words.",
            Body.NONE,
            ErrorCode.NOT_FOUND,
            ErrorCode.LIMIT_EXCEEDED,
            ErrorCode.INVALID_PAGE_TOKEN),
    /** One message. */
    GET_MESSAGE(
            Scope.MESSAGES_READ,
            Tag.TOLD,
            "Get a message",
            "One message with its header, text, HTML and the list of its attachments, all decoded.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Its octets. */
    GET_RAW_MESSAGE(
            Scope.MESSAGES_READ,
            "Get a raw message",
            "The octets of a message as they lie in the folder, streamed.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** An attachment's octets. */
    GET_ATTACHMENT(
            Scope.MESSAGES_READ,
            "Get an attachment",
            "The decoded octets of one of a message's attachments, streamed.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Appends. */
    APPEND_MESSAGE(
            Scope.MESSAGES_WRITE,
            "Append a message",
            "Puts a message into a folder, unchanged: it is sent nowhere.",
            Body.JSON,
            ErrorCode.NOT_FOUND,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_VALUE,
            ErrorCode.INVALID_MESSAGE,
            ErrorCode.OVER_QUOTA,
            ErrorCode.TOO_MANY),
    /** Flags. */
    UPDATE_MESSAGE(
            Scope.MESSAGES_WRITE,
            Tag.MATCHED,
            "Change a message's flags",
            "Sets, adds and removes flags, in this order.",
            Body.JSON,
            ErrorCode.NOT_FOUND,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_VALUE,
            ErrorCode.TOO_MANY),
    /** Moves. */
    MOVE_MESSAGE(
            Scope.MESSAGES_WRITE,
            "Move a message",
            "Moves a message into another folder; it keeps its id.",
            Body.JSON,
            ErrorCode.NOT_FOUND,
            ErrorCode.MISSING_FIELD,
            ErrorCode.OVER_QUOTA),
    /** Copies. */
    COPY_MESSAGE(
            Scope.MESSAGES_WRITE,
            "Copy a message",
            "Copies a message with its flags and its date into a folder.",
            Body.JSON,
            ErrorCode.NOT_FOUND,
            ErrorCode.MISSING_FIELD,
            ErrorCode.OVER_QUOTA),
    /** Deletes. */
    DELETE_MESSAGE(
            Scope.MESSAGES_WRITE,
            Tag.MATCHED,
            "Delete a message",
            "Deletes a message for good; to keep it, move it to Trash.",
            Body.NONE,
            ErrorCode.NOT_FOUND),

    /** New domain. */
    CREATE_DOMAIN(
            Scope.DOMAINS_WRITE,
            "Create a domain",
            "Hosts a domain, makes its DKIM keys and answers with the DNS records to publish.",
            Body.JSON,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_VALUE,
            ErrorCode.DOMAIN_TAKEN),
    /** One domain. */
    GET_DOMAIN(
            Scope.DOMAINS_READ,
            Tag.TOLD,
            "Get a domain",
            "One domain with the DNS records that it must publish.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Domains. */
    LIST_DOMAINS(
            Scope.DOMAINS_READ,
            "List domains",
            "Domains of the tenant, oldest first.",
            Body.NONE,
            ErrorCode.INVALID_PAGE_TOKEN),
    /** Deletes. */
    DELETE_DOMAIN(
            Scope.DOMAINS_WRITE,
            Tag.MATCHED,
            "Delete a domain",
            "Stops hosting a domain that has no accounts and no aliases left.",
            Body.NONE,
            ErrorCode.NOT_FOUND,
            ErrorCode.DOMAIN_IN_USE),
    /** Records. */
    LIST_DNS_RECORDS(
            Scope.DOMAINS_READ,
            "List a domain's DNS records",
            "The MX, SPF, DKIM and DMARC records that the domain must publish, ready to be copied.",
            Body.NONE,
            ErrorCode.NOT_FOUND),

    /** New certificate. */
    UPLOAD_CERTIFICATE(
            Scope.CERTIFICATES_WRITE,
            "Upload a certificate",
            "Brings a certificate chain with its private key as PEM. The next TLS handshake on every port may use it.",
            Body.JSON,
            ErrorCode.MISSING_FIELD,
            ErrorCode.VALIDATION_FAILED,
            ErrorCode.CERTIFICATE_INVALID,
            ErrorCode.DOMAIN_NOT_HOSTED,
            ErrorCode.CERTIFICATE_EXISTS,
            ErrorCode.TOO_MANY),
    /** One certificate. */
    GET_CERTIFICATE(
            Scope.CERTIFICATES_READ,
            Tag.TOLD,
            "Get a certificate",
            "One certificate; its private key is shown to nobody.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Certificates. */
    LIST_CERTIFICATES(
            Scope.CERTIFICATES_READ,
            "List certificates",
            "Certificates of the tenant, oldest first.",
            Body.NONE,
            ErrorCode.INVALID_PAGE_TOKEN),
    /** Deletes. */
    DELETE_CERTIFICATE(
            Scope.CERTIFICATES_WRITE,
            Tag.MATCHED,
            "Delete a certificate",
            "Presents a certificate no longer.",
            Body.NONE,
            ErrorCode.NOT_FOUND),

    /** New key. */
    CREATE_API_KEY(
            Scope.API_KEYS_WRITE,
            "Create an API key",
            "Makes a key with some of the caller's scopes. The secret is in this answer and never again; only its hash"
                    + " is kept.",
            Body.JSON,
            ErrorCode.MISSING_FIELD,
            ErrorCode.INVALID_VALUE,
            ErrorCode.LIMIT_EXCEEDED,
            ErrorCode.VALIDATION_FAILED,
            ErrorCode.SCOPE_NOT_GRANTABLE),
    /** One key. */
    GET_API_KEY(
            Scope.API_KEYS_READ,
            Tag.TOLD,
            "Get an API key",
            "One key without its secret.",
            Body.NONE,
            ErrorCode.NOT_FOUND),
    /** Keys. */
    LIST_API_KEYS(
            Scope.API_KEYS_READ,
            "List API keys",
            "Keys of the tenant, oldest first, revoked ones included.",
            Body.NONE,
            ErrorCode.INVALID_PAGE_TOKEN),
    /** Revokes. */
    REVOKE_API_KEY(
            Scope.API_KEYS_WRITE,
            Tag.MATCHED,
            "Revoke an API key",
            "Makes a key worthless from now on; it stays in the list.",
            Body.NONE,
            ErrorCode.NOT_FOUND);

    /** What comes with a call, and how that alone can fail. */
    private enum Body {
        NONE(
                ErrorCode.INVALID_PARAMETER,
                ErrorCode.UNAUTHENTICATED,
                ErrorCode.SCOPE_MISSING,
                ErrorCode.TENANT_FORBIDDEN,
                ErrorCode.TENANT_NOT_FOUND,
                ErrorCode.NOT_ACCEPTABLE,
                ErrorCode.QUOTA_EXCEEDED,
                ErrorCode.INTERNAL,
                ErrorCode.UNAVAILABLE),
        JSON(
                ErrorCode.MALFORMED_JSON,
                ErrorCode.UNKNOWN_FIELD,
                ErrorCode.WRONG_TYPE,
                ErrorCode.INVALID_BASE64,
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                ErrorCode.MESSAGE_TOO_LARGE),
        WITH_KEY(ErrorCode.INVALID_IDEMPOTENCY_KEY, ErrorCode.IDEMPOTENCY_KEY_REUSED),
        REPEATED(ErrorCode.IDEMPOTENCY_KEY_IN_FLIGHT, ErrorCode.ANSWER_NOT_KEPT);

        @SuppressWarnings("ImmutableEnumChecker") // List.of
        private final List<ErrorCode> errors;

        Body(ErrorCode... errors) {
            this.errors = List.of(errors);
        }
    }

    private final Scope scope;
    private final String summary;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // List.copyOf
    private final List<ErrorCode> errors;

    private final Tag tag;

    Operation(Scope scope, String summary, String description, Body body, ErrorCode... own) {
        this(scope, Tag.NONE, summary, description, body, own);
    }

    Operation(Scope scope, Tag tag, String summary, String description, Body body, ErrorCode... own) {
        this.scope = scope;
        this.tag = tag;
        this.summary = summary;
        this.description = description;
        EnumSet<ErrorCode> all = EnumSet.copyOf(Body.NONE.errors);
        all.addAll(body.errors);
        if (isConditional()) {
            all.add(ErrorCode.PRECONDITION_FAILED);
        }
        all.addAll(
                switch (kind()) {
                    case SENDS -> Body.WITH_KEY.errors;
                    case CHANGES ->
                        Stream.of(Body.WITH_KEY, Body.REPEATED)
                                .flatMap(how -> how.errors.stream())
                                .toList();
                    case READS -> List.<ErrorCode>of();
                });
        all.addAll(List.of(own));
        this.errors = List.copyOf(all);
    }

    /** The scope that the caller's key needs. */
    public Scope scope() {
        return scope;
    }

    /** What it is for a client that may have to repeat it. */
    public enum Kind {
        /** Leaves everything as it is. */
        READS,
        /** Sends: its idempotency key is a row of the transaction that accepts. */
        SENDS,
        /** Changes something: its idempotency key is kept with the answer, see {@link Repeats}. */
        CHANGES
    }

    /** Whether it changes or deletes what is there, and takes the tag of the state in which that must be. */
    public boolean isConditional() {
        return tag == Tag.MATCHED;
    }

    /** Whether it answers with one resource in the state that its tag names. */
    public boolean isTagged() {
        return tag == Tag.TOLD;
    }

    /** What it has to do with the tag of a resource's state. */
    private enum Tag {
        /** Nothing. */
        NONE,
        /** It answers with a resource and the tag of its state. */
        TOLD,
        /** It changes or deletes a resource, if that is in the state that is named. */
        MATCHED
    }

    /** Whether it changes something; its scope says so. */
    public Kind kind() {
        return switch (scope) {
            case EMAILS_SEND -> Kind.SENDS;
            case MESSAGES_WRITE, ACCOUNTS_WRITE, DOMAINS_WRITE, CERTIFICATES_WRITE, API_KEYS_WRITE -> Kind.CHANGES;
            case EMAILS_READ, MESSAGES_READ, ACCOUNTS_READ, DOMAINS_READ, CERTIFICATES_READ, API_KEYS_READ ->
                Kind.READS;
        };
    }

    /** What it does, in a few words. */
    public String summary() {
        return summary;
    }

    /** What it does. */
    public String description() {
        return description;
    }

    /** Every way in which it can fail. */
    public List<ErrorCode> errors() {
        return errors;
    }

    /** Its name in the OpenAPI document: {@code sendEmail}. */
    public String id() {
        String name = rpc();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** The one of this {@link #rpc}; empty if there is none. */
    public static Optional<Operation> ofRpc(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.rpc().equals(name))
                .findFirst();
    }

    /** The one of this {@link #id}; empty if there is none. */
    public static Optional<Operation> ofId(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.id().equals(name))
                .findFirst();
    }

    /** Its name in gRPC: {@code SendEmail}. */
    public String rpc() {
        StringBuilder name = new StringBuilder();
        for (String word : name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
