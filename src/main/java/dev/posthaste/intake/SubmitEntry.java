package dev.posthaste.intake;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.AccountId;
import dev.posthaste.mime.HeaderField;
import dev.posthaste.mime.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entrance {@code submit}. */
final class SubmitEntry implements Entry<SubmitResult> {

    private static final int MAX_HEADLINE = 998;

    private final LedgerIntake.Tools tools;
    private final SubmitRequest request;

    SubmitEntry(LedgerIntake.Tools tools, SubmitRequest request) {
        this.tools = tools;
        this.request = request;
    }

    @Override
    public Planned plan(Passage passage, Staging.Staged staged) {
        Plan plan = Plan.of(passage);
        if (!plan.rejections().isEmpty()) {
            return new Planned.Answer(new NotAccepted.Refused(plan.rejections().getFirst()));
        }
        byte[] received =
                tools.trace().received(request.origin(), request.transport(), passage.email(), passage.receivedAt());
        byte[] prefix = passage.fieldsAbove(received);
        Acceptance.Submission submission = new Acceptance.Submission(
                request.tenant(),
                request.origin().entrance().word(),
                account(request.origin()),
                request.from().toString(),
                headline(passage, staged),
                transport(request.transport(), request.from(), request.to(), passage.headerOctets()),
                labels(request.labels(), passage.tags()),
                plan.rows(),
                request.idempotency());
        return new Planned.Write(new Acceptance(
                passage.email(),
                passage.receivedAt(),
                staged.blob(),
                Acceptance.Contents.of(staged.indexed()),
                prefix,
                plan.deliveries(
                        request.from(),
                        prefix,
                        passage.receivedAt(),
                        tools.parts().ids()),
                Optional.of(submission)));
    }

    @Override
    public SubmitResult accepted(Passage passage, Acceptance acceptance, List<Ledger.Placed> placed) {
        Acceptance.Submission submission = acceptance.submission().orElseThrow();
        return new SubmitResult.Accepted(
                acceptance.email(),
                submission.headline().messageId(),
                acceptance.prefix().length + acceptance.blob().size(),
                acceptance.at(),
                submission.recipients().stream()
                        .map(row -> new SubmitResult.Handled(row.address(), row.role(), row.status()))
                        .toList(),
                SubmitResult.Novelty.NEW);
    }

    @Override
    public SubmitResult notAccepted(NotAccepted answer) {
        return answer;
    }

    @Override
    public Planned overQuota(Acceptance acceptance, List<AccountId> full) {
        String detail = "an account has no room for this message";
        return new Planned.Answer(
                request.origin().entrance() == Origin.Entrance.SUBMISSION
                        ? NotAccepted.deferred(detail)
                        : NotAccepted.refused(Refusal.Reason.OVER_QUOTA, detail));
    }

    @Override
    public NotAccepted gone() {
        return NotAccepted.deferred("an account has gone since it was named");
    }

    private static Optional<AccountId> account(Origin origin) {
        return origin.principal() instanceof Origin.Authenticated.Account(AccountId id, var address)
                ? Optional.of(id)
                : Optional.empty();
    }

    private static Labels labels(Labels asked, List<Action.Tag> found) {
        if (found.isEmpty()) {
            return asked;
        }
        List<String> tags = new ArrayList<>(asked.tags());
        found.forEach(tag -> tags.add(tag.name()));
        return new Labels(tags.stream().distinct().toList(), asked.metadata());
    }

    /**
     * What every recipient's host must be able to do (RFC 6531 section 3.6): SMTPUTF8 for a reverse-path that needs it, and
     * for a header with raw UTF-8 if the client said so or some address shows that it was meant. A recipient's own address
     * concerns this server and that recipient's host alone: the others get the message without it. Raw octets that nobody
     * announced go as they came.
     */
    static Acceptance.Transport transport(
            Acceptance.Transport declared, ReversePath from, List<Recipient> to, byte[] header) {
        boolean announced = declared == Acceptance.Transport.UTF8
                || to.stream().anyMatch(recipient -> recipient.address().needsUtf8());
        boolean utf8 =
                from.sender().filter(EmailAddress::needsUtf8).isPresent() || (announced && isBeyondAscii(header));
        return utf8 ? Acceptance.Transport.UTF8 : Acceptance.Transport.ANY;
    }

    private static boolean isBeyondAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    private static Acceptance.Headline headline(Passage passage, Staging.Staged staged) {
        var envelope = staged.indexed().index().envelope();
        String from = envelope.from().mailboxes().stream()
                .findFirst()
                .map(SubmitEntry::shown)
                .orElse("");
        String messageId = passage.header()
                .first("Message-ID")
                .map(HeaderField::value)
                .map(String::strip)
                .orElse("");
        return new Acceptance.Headline(cut(from), cut(envelope.decodedSubject()), cut(messageId));
    }

    private static String shown(Mailbox author) {
        return author.decodedName().isEmpty() ? author.spec() : author.decodedName() + " <" + author.spec() + ">";
    }

    private static String cut(String text) {
        String clean = text.replace("\0", "");
        return clean.length() <= MAX_HEADLINE
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, MAX_HEADLINE / 2));
    }
}
