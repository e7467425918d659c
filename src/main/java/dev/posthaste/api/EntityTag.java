package dev.posthaste.api;

import dev.posthaste.account.Account;
import dev.posthaste.account.Alias;
import dev.posthaste.account.ApiKeyStore.ApiKey;
import dev.posthaste.certificate.Certificate;
import dev.posthaste.mailbox.FolderStatus;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.queue.Email;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells one state of a resource from another: strong, the same over REST and gRPC. A message's is made of its MODSEQ, which
 * the store compares in its own transaction; every other resource's is a digest of what is shown of it, an account's usage
 * and a folder's counts included.
 *
 * @param text in double quotes, as RFC 9110 section 8.8.3 has it
 */
public record EntityTag(String text) {

    /** An account. */
    public static EntityTag of(Account account) {
        return digest(
                account.id(),
                account.address(),
                account.displayName(),
                account.quota(),
                account.usage(),
                account.createdAt());
    }

    /** An alias, which never changes. */
    public static EntityTag of(Alias alias) {
        return digest(alias.id(), alias.pattern(), alias.createdAt());
    }

    /** An API key; its secret is no part of it. */
    public static EntityTag of(ApiKey key) {
        return digest(key.id(), key.name(), key.scopes(), key.createdAt(), key.revokedAt());
    }

    /** A certificate, which never changes. */
    public static EntityTag of(Certificate certificate) {
        return digest(certificate.id(), certificate.bundle().fingerprint(), certificate.createdAt());
    }

    /** A domain with what it must publish. */
    public static EntityTag of(DomainCalls.DomainView view) {
        return digest(
                view.domain().id(),
                view.domain().keys(),
                view.records(),
                view.domain().createdAt());
    }

    /** A folder with its counts. */
    public static EntityTag of(FolderStatus status) {
        return digest(
                status.folder().id(),
                status.folder().name().text(),
                status.folder().uidValidity(),
                status.messages(),
                status.unseen(),
                status.octets());
    }

    /** An email: where it stands with each recipient. */
    public static EntityTag of(Email email) {
        return digest(
                email.id(),
                email.recipients().stream()
                        .map(to -> List.of(
                                to.status(), to.reason(), to.attemptCount(), to.nextAttemptAt(), to.settledAt()))
                        .toList());
    }

    /** A message: MODSEQ ascends with every change, and a move gives another UID. */
    public static EntityTag of(StoredMessage message) {
        return new EntityTag("\"" + message.modSeq() + '.' + message.uid() + '"');
    }

    private static EntityTag digest(Object... parts) {
        return new EntityTag(
                '"' + Fingerprint.of(Stream.of(parts).map(String::valueOf).toList()) + '"');
    }

    @Override
    public String toString() {
        return text;
    }
}
