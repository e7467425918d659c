package dev.posthaste.torture;

import dev.posthaste.api.grpc.v1.EmailServiceGrpc;
import dev.posthaste.api.grpc.v1.Mailbox;
import dev.posthaste.api.grpc.v1.SendEmailRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** {@code SendEmail} with a request_id. */
final class GrpcDoor implements Door {

    private static final long PATIENCE_SECONDS = 30;

    private final ManagedChannel channel;
    private final EmailServiceGrpc.EmailServiceBlockingStub emails;

    private GrpcDoor(ManagedChannel channel) {
        this.channel = channel;
        Metadata key = new Metadata();
        key.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + Site.KEY);
        this.emails = EmailServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(key));
    }

    static Door open(Site site) throws IOException {
        return new GrpcDoor(ManagedChannelBuilder.forAddress("localhost", site.port("http"))
                .usePlaintext()
                .build());
    }

    @Override
    public Answer send(Mail mail) throws IOException {
        SendEmailRequest.Builder request = SendEmailRequest.newBuilder()
                .setFrom(Mailbox.newBuilder().setAddress(mail.from()))
                .setSubject(mail.token())
                .setText(mail.text())
                .setRequestId(mail.token());
        mail.recipients()
                .forEach(recipient -> request.addTo(Mailbox.newBuilder().setAddress(recipient)));
        try {
            return new Answer.Accepted(emails.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .sendEmail(request.build())
                    .getId());
        } catch (StatusRuntimeException failure) {
            return answer(failure);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.shutdownNow().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** A channel that broke and a server that says UNAVAILABLE have one status; only the latter has its own text. */
    private static Answer answer(StatusRuntimeException failure) throws IOException {
        String text = String.valueOf(failure.getStatus());
        return switch (failure.getStatus().getCode()) {
            case UNAVAILABLE -> {
                if (failure.getStatus().getCause() != null
                        || text.contains("UNAVAILABLE, description=Network closed")) {
                    throw new IOException(failure);
                }
                yield new Answer.TryLater(text);
            }
            case CANCELLED, DEADLINE_EXCEEDED -> throw new IOException(failure);
            default -> new Answer.Refused(text);
        };
    }
}
