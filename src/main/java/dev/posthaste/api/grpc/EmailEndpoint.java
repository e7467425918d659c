package dev.posthaste.api.grpc;

import dev.posthaste.api.EmailCalls;
import dev.posthaste.api.grpc.v1.Email;
import dev.posthaste.api.grpc.v1.EmailService;
import dev.posthaste.api.grpc.v1.GetEmailRequest;
import dev.posthaste.api.grpc.v1.ListEmailRecipientsRequest;
import dev.posthaste.api.grpc.v1.ListEmailRecipientsResponse;
import dev.posthaste.api.grpc.v1.ListEmailsRequest;
import dev.posthaste.api.grpc.v1.ListEmailsResponse;
import dev.posthaste.api.grpc.v1.SendEmailRequest;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Emails over gRPC. */
@GrpcService
class EmailEndpoint implements EmailService {

    private final EmailCalls emails;
    private final Calls calls;

    EmailEndpoint(EmailCalls emails, Calls calls) {
        this.emails = emails;
        this.calls = calls;
    }

    @Override
    public Uni<Email> sendEmail(SendEmailRequest request) {
        CallMetadata.Said said = CallMetadata.current();
        return calls.one(caller -> emails.send(caller, EmailShapes.draft(request), said.origin())
                .invoke(sent -> said.answer().replayed(sent.novelty()))
                .map(sent -> EmailShapes.email(sent.email())));
    }

    @Override
    public Uni<Email> getEmail(GetEmailRequest request) {
        return calls.one(caller -> emails.get(caller, request.getId()).map(EmailShapes::email));
    }

    @Override
    public Uni<ListEmailsResponse> listEmails(ListEmailsRequest request) {
        return calls.one(caller -> emails.list(caller, query(request))
                .map(page -> ListEmailsResponse.newBuilder()
                        .addAllEmails(
                                page.items().stream().map(EmailShapes::email).toList())
                        .setNextPageToken(page.next())
                        .build()));
    }

    private static EmailCalls.Query query(ListEmailsRequest request) {
        return new EmailCalls.Query(
                EmailShapes.status(request.getStatus()),
                Optional.of(request.getTag()).filter(tag -> !tag.isEmpty()),
                Shapes.page(request.getPageSize(), request.getPageToken()));
    }

    @Override
    public Uni<ListEmailRecipientsResponse> listEmailRecipients(ListEmailRecipientsRequest request) {
        return calls.one(caller -> emails.recipients(caller, request.getId())
                .map(states -> ListEmailRecipientsResponse.newBuilder()
                        .addAllRecipients(
                                states.stream().map(EmailShapes::whole).toList())
                        .build()));
    }
}
