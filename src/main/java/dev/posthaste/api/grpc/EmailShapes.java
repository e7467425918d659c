package dev.posthaste.api.grpc;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.EmailDraft;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.grpc.v1.Attempt;
import dev.posthaste.api.grpc.v1.AttemptOutcome;
import dev.posthaste.api.grpc.v1.Disposition;
import dev.posthaste.api.grpc.v1.Email;
import dev.posthaste.api.grpc.v1.EmailStatus;
import dev.posthaste.api.grpc.v1.Mailbox;
import dev.posthaste.api.grpc.v1.OutgoingAttachment;
import dev.posthaste.api.grpc.v1.Recipient;
import dev.posthaste.api.grpc.v1.RecipientRole;
import dev.posthaste.api.grpc.v1.SendEmailRequest;
import dev.posthaste.intake.Labels;
import java.util.Locale;
import java.util.Optional;

/** Emails in protobuf. */
final class EmailShapes {

    private EmailShapes() {}

    static EmailDraft draft(SendEmailRequest request) {
        return new EmailDraft(
                addressees(request),
                composition(request),
                request.hasRaw() ? Optional.of(request.getRaw().getData().toByteArray()) : Optional.empty(),
                new Labels(request.getTagsList(), request.getMetadataMap()),
                Optional.of(request.getRequestId()).filter(id -> !id.isEmpty()));
    }

    private static EmailDraft.Addressees addressees(SendEmailRequest request) {
        return new EmailDraft.Addressees(
                request.hasFrom() ? Optional.of(Shapes.person(request.getFrom())) : Optional.empty(),
                Shapes.people(request.getToList()),
                Shapes.people(request.getCcList()),
                Shapes.people(request.getBccList()),
                Shapes.people(request.getReplyToList()));
    }

    private static EmailDraft.Composition composition(SendEmailRequest request) {
        return new EmailDraft.Composition(
                request.getSubject(),
                request.getText(),
                request.getHtml(),
                request.getHeadersList().stream()
                        .map(header -> new EmailDraft.Field(header.getName(), header.getValue()))
                        .toList(),
                request.getAttachmentsList().stream()
                        .map(EmailShapes::attachment)
                        .toList());
    }

    private static EmailDraft.Attachment attachment(OutgoingAttachment file) {
        return new EmailDraft.Attachment(
                file.getFilename(),
                file.getContentType(),
                file.getContent().toByteArray(),
                placement(file.getDisposition()),
                file.getContentId());
    }

    private static EmailDraft.Placement placement(Disposition disposition) {
        return switch (disposition) {
            case DISPOSITION_UNSPECIFIED -> EmailDraft.Placement.UNSAID;
            case DISPOSITION_ATTACHMENT -> EmailDraft.Placement.ATTACHMENT;
            case DISPOSITION_INLINE -> EmailDraft.Placement.INLINE;
            case UNRECOGNIZED ->
                throw ApiException.at(
                        "/attachments", ErrorCode.INVALID_VALUE, "has a disposition that is not known", "");
        };
    }

    static Email email(dev.posthaste.queue.Email email) {
        return Email.newBuilder()
                .setId(email.id().toString())
                .setMessageId(email.messageId())
                .setStatus(status(dev.posthaste.api.EmailStatus.of(email)))
                .setFrom(Mailbox.newBuilder()
                        .setAddress(email.author().address())
                        .setName(email.author().name()))
                .setSubject(email.subject())
                .addAllRecipients(
                        email.recipients().stream().map(EmailShapes::brief).toList())
                .addAllTags(email.tags())
                .putAllMetadata(email.metadata())
                .setEtag(EntityTag.of(email).text())
                .setSizeBytes(email.size())
                .setCreatedAt(Shapes.time(email.createdAt()))
                .build();
    }

    static Recipient whole(dev.posthaste.queue.Email.RecipientState state) {
        return brief(state).toBuilder()
                .addAllAttempts(
                        state.attempts().stream().map(EmailShapes::attempt).toList())
                .build();
    }

    private static Recipient brief(dev.posthaste.queue.Email.RecipientState state) {
        Recipient.Builder recipient = Recipient.newBuilder()
                .setAddress(state.address().toString())
                .setRole(RecipientRole.valueOf("RECIPIENT_ROLE_" + state.role().toUpperCase(Locale.ROOT)))
                .setStatus(status(state.status()))
                .setReason(state.reason())
                .setAttemptCount(state.attemptCount());
        state.nextAttemptAt().map(Shapes::time).ifPresent(recipient::setNextAttemptAt);
        state.settledAt().map(Shapes::time).ifPresent(recipient::setSettledAt);
        return recipient.build();
    }

    private static Attempt attempt(dev.posthaste.queue.Email.Attempt attempt) {
        Attempt.Builder shown = Attempt.newBuilder()
                .setNumber(attempt.number())
                .setStartedAt(Shapes.time(attempt.startedAt()))
                .setFinishedAt(Shapes.time(attempt.finishedAt()))
                .setOutcome(AttemptOutcome.valueOf(
                        "ATTEMPT_OUTCOME_" + attempt.outcome().toUpperCase(Locale.ROOT)))
                .setRemoteHost(attempt.host())
                .setTls(attempt.tls())
                .setEnhancedCode(attempt.enhanced())
                .setDiagnostic(attempt.answer());
        attempt.code().ifPresent(shown::setSmtpCode);
        return shown.build();
    }

    static EmailStatus status(dev.posthaste.queue.Email.Status status) {
        return switch (status) {
            case QUEUED -> EmailStatus.EMAIL_STATUS_QUEUED;
            case SENDING -> EmailStatus.EMAIL_STATUS_SENDING;
            case DEFERRED -> EmailStatus.EMAIL_STATUS_DEFERRED;
            case DELIVERED -> EmailStatus.EMAIL_STATUS_DELIVERED;
            case CAPTURED -> EmailStatus.EMAIL_STATUS_CAPTURED;
            case BOUNCED -> EmailStatus.EMAIL_STATUS_BOUNCED;
            case EXPIRED -> EmailStatus.EMAIL_STATUS_EXPIRED;
            case SCHEDULED -> EmailStatus.EMAIL_STATUS_SCHEDULED;
            case CANCELLED -> EmailStatus.EMAIL_STATUS_CANCELLED;
        };
    }

    static Optional<dev.posthaste.queue.Email.Status> status(EmailStatus status) {
        return switch (status) {
            case EMAIL_STATUS_UNSPECIFIED -> Optional.empty();
            case EMAIL_STATUS_QUEUED -> Optional.of(dev.posthaste.queue.Email.Status.QUEUED);
            case EMAIL_STATUS_SENDING -> Optional.of(dev.posthaste.queue.Email.Status.SENDING);
            case EMAIL_STATUS_DEFERRED -> Optional.of(dev.posthaste.queue.Email.Status.DEFERRED);
            case EMAIL_STATUS_DELIVERED -> Optional.of(dev.posthaste.queue.Email.Status.DELIVERED);
            case EMAIL_STATUS_CAPTURED -> Optional.of(dev.posthaste.queue.Email.Status.CAPTURED);
            case EMAIL_STATUS_BOUNCED -> Optional.of(dev.posthaste.queue.Email.Status.BOUNCED);
            case EMAIL_STATUS_EXPIRED -> Optional.of(dev.posthaste.queue.Email.Status.EXPIRED);
            case EMAIL_STATUS_SCHEDULED -> Optional.of(dev.posthaste.queue.Email.Status.SCHEDULED);
            case EMAIL_STATUS_CANCELLED -> Optional.of(dev.posthaste.queue.Email.Status.CANCELLED);
            case UNRECOGNIZED -> throw ApiException.at("/status", ErrorCode.INVALID_PARAMETER, "is no status", "");
        };
    }
}
