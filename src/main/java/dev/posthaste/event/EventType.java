package dev.posthaste.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can happen, a closed set. The code is what a row holds: it is never changed and never used again for something else.
 * Codes from 64 are events of mail in folders, of which there are as many as messages; the schema keeps no index by subject
 * for them.
 */
public enum EventType {
    /** The server has become responsible for an email; all of its recipients and content are durable. */
    EMAIL_ACCEPTED(1, "email.accepted", Kind.EMAIL),
    /** A recipient has it: the destination's server took it, or it is in a folder here. */
    EMAIL_DELIVERED(2, "email.delivered", Kind.EMAIL),
    /** An attempt for a recipient failed for now; another follows. */
    EMAIL_DEFERRED(3, "email.deferred", Kind.EMAIL),
    /** A recipient was refused for good. */
    EMAIL_BOUNCED(4, "email.bounced", Kind.EMAIL),
    /** A recipient could not be reached within the time that the queue tries. */
    EMAIL_EXPIRED(5, "email.expired", Kind.EMAIL),
    /** It was cancelled before it was tried for a recipient. */
    EMAIL_CANCELLED(6, "email.cancelled", Kind.EMAIL),

    /** An account and its mailbox exist. */
    ACCOUNT_CREATED(16, "account.created", Kind.ACCOUNT),
    /** Its display name, password or quota changed. */
    ACCOUNT_UPDATED(17, "account.updated", Kind.ACCOUNT),
    /** It is gone with all its mail; no event is written for each message and folder. */
    ACCOUNT_DELETED(18, "account.deleted", Kind.ACCOUNT),
    /** An address or a whole domain leads to an account in addition to its own address. */
    ALIAS_CREATED(19, "alias.created", Kind.ALIAS),
    /** It leads there no more. */
    ALIAS_DELETED(20, "alias.deleted", Kind.ALIAS),

    /** A domain is hosted here; its signing keys exist. */
    DOMAIN_CREATED(24, "domain.created", Kind.DOMAIN),
    /** It is hosted here no more. */
    DOMAIN_DELETED(25, "domain.deleted", Kind.DOMAIN),

    /** A certificate with its key was uploaded. */
    CERTIFICATE_UPLOADED(32, "certificate.uploaded", Kind.CERTIFICATE),
    /** It is no longer presented. */
    CERTIFICATE_DELETED(33, "certificate.deleted", Kind.CERTIFICATE),

    /** An API key works. */
    API_KEY_CREATED(40, "api_key.created", Kind.API_KEY),
    /** It works no more. */
    API_KEY_REVOKED(41, "api_key.revoked", Kind.API_KEY),

    /** Messages are new in a folder: delivered, appended, copied or moved there. */
    MESSAGE_CREATED(64, "mailbox.message.created", Kind.FOLDER),
    /** Flags of messages changed. */
    MESSAGE_UPDATED(65, "mailbox.message.updated", Kind.FOLDER),
    /** Messages are gone from a folder: expunged or moved elsewhere. */
    MESSAGE_DELETED(66, "mailbox.message.deleted", Kind.FOLDER),
    /** A folder exists. */
    FOLDER_CREATED(68, "mailbox.folder.created", Kind.FOLDER),
    /** A folder has another name. */
    FOLDER_RENAMED(69, "mailbox.folder.renamed", Kind.FOLDER),
    /** A folder is gone with all its messages; no event is written for each of them. */
    FOLDER_DELETED(70, "mailbox.folder.deleted", Kind.FOLDER);

    /** What an event is about. */
    public enum Kind {
        /** A transport object: {@code em_…}. */
        EMAIL,
        /** A folder of an account. */
        FOLDER,
        /** A mail store with its address. */
        ACCOUNT,
        /** An address that leads to an account. */
        ALIAS,
        /** A hosted domain. */
        DOMAIN,
        /** A certificate that the server presents. */
        CERTIFICATE,
        /** A key of the API. */
        API_KEY
    }

    /** The first code of the events of mail in folders. */
    public static final int FIRST_MAILBOX_CODE = 64;

    private static final Map<Integer, EventType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::code, Function.identity()));

    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::wireName, Function.identity()));

    private final int code;
    private final String wireName;
    private final Kind kind;

    EventType(int code, String wireName, Kind kind) {
        this.code = code;
        this.wireName = wireName;
        this.kind = kind;
    }

    /** What a row of the log holds. */
    public int code() {
        return code;
    }

    /** What clients see, such as {@code email.accepted}. */
    public String wireName() {
        return wireName;
    }

    /** What its events are about. */
    public Kind kind() {
        return kind;
    }

    /** The type with this code; empty for one that a newer version of the server writes. */
    public static Optional<EventType> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** The type with this name, which must be written exactly so. */
    public static Optional<EventType> ofWireName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
