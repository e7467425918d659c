package dev.posthaste.api;

import java.util.Locale;

/**
 * Every way in which a call can fail, once for REST, gRPC and the documentation. A code that was published keeps its
 * meaning, its HTTP status and its gRPC status for ever.
 */
public enum ErrorCode {
    /** Not JSON. */
    MALFORMED_JSON(
            400,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The body is not JSON",
            "The body is empty, cut short, has something behind its end, or names a field twice.",
            "Send one JSON object in UTF-8 with `Content-Type: application/json`."),
    /** A field that no call knows. */
    UNKNOWN_FIELD(
            400,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The request has a field that is not known",
            "A field is misspelt or belongs to another call. No field is ever ignored silently.",
            "Compare the name at `pointer` with the call's documentation."),
    /** A value of another type. */
    WRONG_TYPE(
            400,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "A field has the wrong type",
            "A value is, for instance, a number where a text is expected, or null.",
            "Look at `pointer` and `hint`; numbers and texts are not turned into each other."),
    /** Bad base64. */
    INVALID_BASE64(
            400,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "A field is not base64",
            "Content of an attachment or a raw message does not decode (RFC 4648 section 4).",
            "Use the standard alphabet with padding, without line breaks and without a `data:` prefix."),
    /** A bad query or path parameter, or header. */
    INVALID_PARAMETER(
            400,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "A parameter is not valid",
            "A query parameter, a request header or a part of the path has a value that it cannot have.",
            "Look at `pointer`, which names the parameter, and `hint`."),
    /** A page token of another list. */
    INVALID_PAGE_TOKEN(
            400,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The page token is not one of this list",
            "`page_token` was made up, cut short, or comes from another list.",
            "Pass `next_page_token` unchanged, or none to begin again."),
    /** Several things at once, or one that has no code of its own. */
    VALIDATION_FAILED(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The request is not valid",
            "More than one field is at fault; `errors` has all of them, each with its own code.",
            "Correct every entry of `errors`."),
    /** A required field is not there. */
    MISSING_FIELD(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "A required field is missing",
            "A field that the call needs is missing or empty.",
            "Add the field at `pointer`."),
    /** A value that is not possible. */
    INVALID_VALUE(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "A field has a value that it cannot have",
            "The type is right, but the value is not one of those that are possible.",
            "Look at `detail` and `hint` of the entry."),
    /** Not an address. */
    INVALID_ADDRESS(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "An address is not valid",
            "A text is not an email address (RFC 5321 section 4.1.2). It is not about whether the address exists.",
            "Write `ana@example.org`, `Ana <ana@example.org>` or an object with `address` and `name`."),
    /** A header field that cannot be set. */
    INVALID_HEADER(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "A header field cannot be set",
            "A name is not a field name, a value holds a line break or another control character, or the field has a"
                    + " place of its own in the request or belongs to the server.",
            "Use `from`, `to`, `subject` and their kind for their fields; keep values on one line."),
    /** Past a limit. */
    LIMIT_EXCEEDED(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "A limit is exceeded",
            "There are too many of something, or a text is too long; `detail` names the limit.",
            "Stay within the limit; for recipients, send several emails."),
    /** Two forms of content. */
    CONTENT_CONFLICT(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The email has more than one form of content",
            "`raw` is a whole message and leaves no place for `subject`, `text`, `html`, `headers`, `attachments`,"
                    + " `reply_to` or `from`.",
            "Send either `raw` or the others."),
    /** No such address here. */
    RECIPIENT_UNKNOWN(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "A recipient does not exist",
            "The recipient's domain is hosted by this server, and there is no such account or alias. Nothing was sent"
                    + " to the other recipients either.",
            "Remove the recipient at `pointer`, or make the account."),
    /** No room. */
    RECIPIENT_OVER_QUOTA(
            409,
            Canonical.RESOURCE_EXHAUSTED,
            Retry.LATER,
            "A recipient's account is full",
            "The recipient is an account of this server whose quota is used up. Nothing was sent to the others.",
            "Raise the quota or delete mail; then send again."),
    /** The raw message is no message. */
    INVALID_MESSAGE(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The message cannot be sent",
            "A raw message has no From field or one that cannot be read, a header that is too large, or too many"
                    + " Received fields.",
            "Correct the message as `detail` says."),
    /** Who are you? */
    UNAUTHENTICATED(
            401,
            Canonical.UNAUTHENTICATED,
            Retry.NEVER,
            "The request has no valid key",
            "There is no `Authorization` header, it is not of the form `Bearer <key>`, or the key is unknown or revoked."
                    + " A key that works but may not do this is SCOPE_MISSING.",
            "Send `Authorization: Bearer ph_live_…`, or the platform key, of this server."),
    /** Not allowed. */
    SCOPE_MISSING(
            403,
            Canonical.PERMISSION_DENIED,
            Retry.NEVER,
            "The key may not do this",
            "The key is valid, but has not the scope that `metadata.scope` names.",
            "Use a key with that scope."),
    /** Somebody else's tenant. */
    TENANT_FORBIDDEN(
            403,
            Canonical.PERMISSION_DENIED,
            Retry.NEVER,
            "The key may not act for this tenant",
            "`X-Tenant` names another tenant than the key's. Only the platform key acts for every tenant.",
            "Leave the header away, or use a key of that tenant."),
    /** There is no such tenant. */
    TENANT_NOT_FOUND(
            404,
            Canonical.NOT_FOUND,
            Retry.NEVER,
            "There is no such tenant",
            "`X-Tenant` has the form of a tenant's id, but there is no tenant of this id. Only the platform key is told.",
            "Check the id, or leave the header away."),
    /** More than one has. */
    SCOPE_NOT_GRANTABLE(
            403,
            Canonical.PERMISSION_DENIED,
            Retry.NEVER,
            "A key cannot give scopes that it has not",
            "The new key would have a scope that the calling key has not.",
            "Ask for fewer scopes, or call with a key that has them."),
    /** The domain is not the tenant's. */
    DOMAIN_NOT_HOSTED(
            403,
            Canonical.PERMISSION_DENIED,
            Retry.NEVER,
            "The domain is not one of yours",
            "An email's author, a new account or a new alias has a domain that the tenant does not host, or a certificate"
                    + " vouches for a name that is neither one of the tenant's domains nor below one.",
            "Make the domain first: `POST /v1/domains`."),
    /** Somebody else's address. */
    SENDER_NOT_OWNED(
            403,
            Canonical.PERMISSION_DENIED,
            Retry.NEVER,
            "The sender's address is not yours",
            "The caller may send as its own addresses only, and the author's is none of them.",
            "Use an address or alias of the account in `from`."),
    /** There is none. */
    NOT_FOUND(
            404,
            Canonical.NOT_FOUND,
            Retry.NEVER,
            "There is no such resource",
            "The id or name is unknown to the tenant of the key. What belongs to another tenant is answered in the same"
                    + " way as what never was.",
            "Check the id, and that the key belongs to the right tenant."),
    /** No such path. */
    ROUTE_NOT_FOUND(
            404,
            Canonical.UNIMPLEMENTED,
            Retry.NEVER,
            "There is no such path",
            "The path is none of the API's; perhaps a letter is wrong or the version is missing. Or the node does not serve"
                    + " the API at all, since its POSTHASTE_ROLES do not name `api`.",
            "Compare it with `/docs`."),
    /** No such method. */
    METHOD_NOT_ALLOWED(
            405,
            Canonical.UNIMPLEMENTED,
            Retry.NEVER,
            "The path does not have this method",
            "The path exists, but not with this HTTP method.",
            "Compare the method with `/docs`."),
    /** Accept. */
    NOT_ACCEPTABLE(
            406,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The answer does not exist in that form",
            "`Accept` names only media types in which this call does not answer.",
            "Leave `Accept` away or accept `application/json`."),
    /** Content-Type. */
    UNSUPPORTED_MEDIA_TYPE(
            415,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The body is of a type that is not read here",
            "`Content-Type` is missing or none of those that the call reads.",
            "Send `application/json`; for a change `application/merge-patch+json`."),
    /** Too large. */
    MESSAGE_TOO_LARGE(
            413,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The message is too large",
            "The message, or the request that carries it, has more octets than the server takes; `detail` names the"
                    + " limit.",
            "Send less, or a link instead of an attachment."),
    /** The address is given. */
    ADDRESS_TAKEN(
            409,
            Canonical.ALREADY_EXISTS,
            Retry.NEVER,
            "The address is taken",
            "An account or an alias has this address already, case not regarded.",
            "Choose another address or delete what has it."),
    /** The domain is given. */
    DOMAIN_TAKEN(
            409,
            Canonical.ALREADY_EXISTS,
            Retry.NEVER,
            "The domain is hosted already",
            "A domain is hosted once in the whole server, and this one is, by this tenant or another.",
            "List your domains; if it is not among them, ask the operator."),
    /** Still has accounts. */
    DOMAIN_IN_USE(
            409,
            Canonical.FAILED_PRECONDITION,
            Retry.NEVER,
            "The domain still has addresses",
            "Accounts or aliases have addresses in the domain.",
            "Delete them first."),
    /** The folder is there. */
    FOLDER_EXISTS(
            409,
            Canonical.ALREADY_EXISTS,
            Retry.NEVER,
            "The folder exists already",
            "The account has a folder of this name.",
            "Use it, or choose another name."),
    /** INBOX stays. */
    FOLDER_NOT_ALLOWED(
            409,
            Canonical.FAILED_PRECONDITION,
            Retry.NEVER,
            "The folder cannot be changed so",
            "INBOX cannot be deleted, and a folder cannot be moved below itself.",
            "Choose another folder or name."),
    /** Too many of something that is kept. */
    TOO_MANY(
            409,
            Canonical.RESOURCE_EXHAUSTED,
            Retry.NEVER,
            "There are too many already",
            "An account has all the folders or keywords, or a tenant all the certificates, that it may have.",
            "Delete some; `detail` names the limit."),
    /** No room. */
    OVER_QUOTA(
            409,
            Canonical.RESOURCE_EXHAUSTED,
            Retry.LATER,
            "The account is full",
            "The message or copy does not fit into the account's quota.",
            "Raise the quota or delete mail."),
    /** The certificate cannot be presented. */
    CERTIFICATE_INVALID(
            422,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The certificate cannot be presented",
            "The chain or the key cannot be read, they do not belong together, the order is wrong, the certificate has"
                    + " expired, or it vouches for no DNS name.",
            "Correct what `detail` says: the server's own certificate first, each followed by its issuer's."),
    /** The certificate is there. */
    CERTIFICATE_EXISTS(
            409,
            Canonical.ALREADY_EXISTS,
            Retry.NEVER,
            "The certificate is here already",
            "The tenant has a certificate with this fingerprint.",
            "Nothing has to be done."),
    /** Not a key. */
    INVALID_IDEMPOTENCY_KEY(
            400,
            Canonical.INVALID_ARGUMENT,
            Retry.NEVER,
            "The idempotency key is not valid",
            "`Idempotency-Key` or `request_id` is empty, longer than 255 characters, or has characters that are not"
                    + " visible ASCII.",
            "Use a UUID, or any text of 1 to 255 visible ASCII characters, bare or in double quotes."),
    /** The same key for something else. */
    IDEMPOTENCY_KEY_REUSED(
            422,
            Canonical.FAILED_PRECONDITION,
            Retry.NEVER,
            "The idempotency key was used for another request",
            "A request with the same key, call and path but another content, in the other dialect or with another API key"
                    + " was carried out before. The same request again is not an error: it is answered as the first was.",
            "Use a new key for a new request."),
    /** Too soon. */
    IDEMPOTENCY_KEY_IN_FLIGHT(
            409,
            Canonical.ABORTED,
            Retry.LATER,
            "The first request with this key is under way",
            "A request with the same idempotency key has been made and not been answered yet. If the server that made it"
                    + " stopped in between, the key is free again a minute after; the call may have been carried out then.",
            "Repeat the same request after the seconds in `Retry-After`."),
    /** Done, but what was answered is not known any more. */
    ANSWER_NOT_KEPT(
            409,
            Canonical.ABORTED,
            Retry.NEVER,
            "The request was carried out, its answer was not kept",
            "A request with the same idempotency key and content was carried out before. Its answer had more octets than"
                    + " the 64 KiB that are kept. Nothing was done this time.",
            "Get the resource instead."),
    /** Too many requests. */
    QUOTA_EXCEEDED(
            429,
            Canonical.RESOURCE_EXHAUSTED,
            Retry.LATER,
            "Too many requests",
            "The key, or without a valid key the address, has made more requests than a policy allows;"
                    + " `violated-policies` names it. `RateLimit-Policy` and `RateLimit` of every answer say what is"
                    + " allowed and left. Nothing was done.",
            "Try again after the seconds in `Retry-After`, and spread the requests."),
    /** Changed meanwhile. */
    PRECONDITION_FAILED(
            412,
            Canonical.ABORTED,
            Retry.NEVER,
            "The resource has changed",
            "`If-Match`, or `etag` of the request, names a state in which the resource is not any more. Nothing was done.",
            "Get the resource again, and decide again."),
    /** A bug. */
    INTERNAL(
            500,
            Canonical.INTERNAL,
            Retry.LATER,
            "The server made a mistake",
            "Something happened that should not; the operator finds it in the log by `request_id`.",
            "Try again, with the idempotency key of the first try if it had one. Tell the operator the `request_id`."),
    /** Not now. */
    UNAVAILABLE(
            503,
            Canonical.UNAVAILABLE,
            Retry.LATER,
            "The server cannot do this now",
            "The store does not answer, or something changed while the request was under way. Perhaps nothing was done;"
                    + " but an answer of the store may have been lost.",
            "Try again after the seconds in `Retry-After`, with the idempotency key of the first try if it had one.");

    /** The name of a google.rpc.Code. */
    public enum Canonical {
        /** The request is wrong whatever the state. */
        INVALID_ARGUMENT,
        /** No valid key. */
        UNAUTHENTICATED,
        /** Not allowed. */
        PERMISSION_DENIED,
        /** Nothing there. */
        NOT_FOUND,
        /** Something there. */
        ALREADY_EXISTS,
        /** Not in this state. */
        FAILED_PRECONDITION,
        /** Somebody else came in between. */
        ABORTED,
        /** No room. */
        RESOURCE_EXHAUSTED,
        /** No such call. */
        UNIMPLEMENTED,
        /** A bug. */
        INTERNAL,
        /** Not now. */
        UNAVAILABLE
    }

    /** Whether the same request may succeed later. */
    public enum Retry {
        /** Not unless something is changed. */
        NEVER,
        /** It may. */
        LATER
    }

    private final int status;
    private final Canonical canonical;
    private final Retry retry;
    private final String title;
    private final String when;
    private final String remedy;

    ErrorCode(int status, Canonical canonical, Retry retry, String title, String when, String remedy) {
        this.status = status;
        this.canonical = canonical;
        this.retry = retry;
        this.title = title;
        this.when = when;
        this.remedy = remedy;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The gRPC status. */
    public Canonical canonical() {
        return canonical;
    }

    /** Whether the same request may succeed later. */
    public boolean isRetryable() {
        return retry == Retry.LATER;
    }

    /** What is wrong, in a few words. */
    public String title() {
        return title;
    }

    /** When the code is answered, and when not; Markdown. */
    public String when() {
        return when;
    }

    /** What the caller can do; Markdown. */
    public String remedy() {
        return remedy;
    }

    /** The last part of the address of its page: {@code domain-not-hosted}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The address of its page on this server, which is the problem's type (RFC 9457 section 3.1.1). */
    public String type() {
        return "/docs/errors/" + slug();
    }
}
