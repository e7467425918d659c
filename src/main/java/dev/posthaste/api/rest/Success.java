package dev.posthaste.api.rest;

import dev.posthaste.api.Operation;

/** With which status a call succeeds. */
final class Success {

    private Success() {}

    static int status(Operation operation) {
        return switch (operation) {
            case SEND_EMAIL -> 202;
            case CREATE_ACCOUNT,
                    CREATE_ALIAS,
                    CREATE_FOLDER,
                    APPEND_MESSAGE,
                    COPY_MESSAGE,
                    CREATE_DOMAIN,
                    UPLOAD_CERTIFICATE,
                    CREATE_API_KEY -> 201;
            case DELETE_ACCOUNT, DELETE_ALIAS, DELETE_FOLDER, DELETE_MESSAGE, DELETE_DOMAIN, DELETE_CERTIFICATE -> 204;
            case GET_EMAIL,
                    LIST_EMAILS,
                    LIST_EMAIL_RECIPIENTS,
                    GET_ACCOUNT,
                    LIST_ACCOUNTS,
                    UPDATE_ACCOUNT,
                    GET_QUOTA,
                    LIST_ALIASES,
                    GET_FOLDER,
                    LIST_FOLDERS,
                    UPDATE_FOLDER,
                    LIST_MESSAGES,
                    GET_MESSAGE,
                    GET_RAW_MESSAGE,
                    GET_ATTACHMENT,
                    UPDATE_MESSAGE,
                    MOVE_MESSAGE,
                    GET_DOMAIN,
                    LIST_DOMAINS,
                    LIST_DNS_RECORDS,
                    GET_CERTIFICATE,
                    LIST_CERTIFICATES,
                    GET_API_KEY,
                    LIST_API_KEYS,
                    REVOKE_API_KEY -> 200;
        };
    }
}
