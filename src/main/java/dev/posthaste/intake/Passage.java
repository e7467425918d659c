package dev.posthaste.intake;

import dev.posthaste.account.AccountDirectory.HostedDomain;
import dev.posthaste.account.AccountRef;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.mime.HeaderBlock;
import dev.posthaste.senderauth.BodyHash;
import dev.posthaste.senderauth.DkimKey;
import io.smallrye.mutiny.Multi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One message on its way through the stages, and what they have decided so far. Not thread-safe: stages run one by one. */
final class Passage implements StageContext {

    private final Kind kind;
    private final Origin origin;
    private final EmailId email;
    private final Instant at;
    private final @Nullable TenantId tenant;
    private final ReversePath from;
    private final List<Recipient> recipients;

    private final Map<Recipient, Disposition> decided = new HashMap<>();
    private final Map<DomainName, Optional<HostedDomain>> hosted = new HashMap<>();
    private final List<Action.Tag> tags = new ArrayList<>();
    private final Set<Action.Copy> copies = new LinkedHashSet<>();
    /** Fields on top, the topmost last. */
    private final List<byte[]> fields = new ArrayList<>();

    private List<DkimKey> signingKeys = List.of();
    private byte @Nullable [] headerOctets;
    private @Nullable HeaderBlock header;
    private @Nullable StagedMessage message;
    private BodyHash.@Nullable Digest bodyHash;
    private @Nullable Multi<byte[]> transformed;
    private @Nullable NotAccepted end;

    private Passage(
            Kind kind,
            Origin origin,
            Arrival arrival,
            @Nullable TenantId tenant,
            ReversePath from,
            List<Recipient> recipients) {
        this.kind = kind;
        this.origin = origin;
        this.email = arrival.email();
        this.at = arrival.at();
        this.tenant = tenant;
        this.from = from;
        this.recipients = recipients;
    }

    /** The moment a message begins to come, and its name. */
    record Arrival(EmailId email, Instant at) {}

    static Passage of(SubmitRequest request, Arrival arrival) {
        return new Passage(Kind.SUBMIT, request.origin(), arrival, request.tenant(), request.from(), request.to());
    }

    static Passage of(DeliverRequest request, Arrival arrival) {
        return new Passage(
                Kind.DELIVER, request.origin(), arrival, firstLocal(request.to()), request.from(), request.to());
    }

    static Passage of(AppendRequest request, Arrival arrival) {
        return new Passage(
                Kind.APPEND, request.origin(), arrival, request.account().tenant(), ReversePath.empty(), List.of());
    }

    /** Of a connection on which nothing has been said yet. */
    static Passage of(Origin origin, Arrival arrival) {
        return new Passage(Kind.DELIVER, origin, arrival, null, ReversePath.empty(), List.of());
    }

    /** Of one recipient, before it is accepted. */
    static Passage of(Origin origin, ReversePath from, Recipient to, Arrival arrival) {
        Kind kind =
                switch (origin.entrance()) {
                    case MX, LMTP -> Kind.DELIVER;
                    case SUBMISSION, REST, GRPC, SYSTEM -> Kind.SUBMIT;
                    case IMAP -> Kind.APPEND;
                };
        return new Passage(
                kind, origin, arrival, to.account().map(AccountRef::tenant).orElse(null), from, List.of(to));
    }

    private static TenantId firstLocal(List<Recipient> recipients) {
        return recipients.stream()
                .flatMap(recipient -> recipient.account().stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a delivery has a recipient of this server"))
                .tenant();
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public EmailId email() {
        return email;
    }

    @Override
    public Instant receivedAt() {
        return at;
    }

    @Override
    public TenantId tenant() {
        if (tenant == null) {
            throw new IllegalStateException("the message belongs to nobody yet");
        }
        return tenant;
    }

    @Override
    public ReversePath from() {
        return from;
    }

    @Override
    public List<Recipient> recipients() {
        return recipients;
    }

    @Override
    public Disposition disposition(Recipient recipient) {
        Disposition one = decided.get(recipient);
        return one == null ? Disposition.byDefault(recipient) : one;
    }

    @Override
    public List<Action.Tag> tags() {
        return List.copyOf(tags);
    }

    @Override
    public HeaderBlock header() {
        if (header == null) {
            if (headerOctets == null) {
                throw new IllegalStateException("the header is still to come");
            }
            header = HeaderBlock.parse(headerOctets);
        }
        return header;
    }

    @Override
    public StagedMessage message() {
        if (message == null) {
            throw new IllegalStateException("the message is still to come");
        }
        return message;
    }

    /** Whether any recipient is elsewhere. */
    boolean leaves() {
        return recipients.stream().anyMatch(recipient -> disposition(recipient) instanceof Disposition.Queue);
    }

    /** The header as it came; parsed when a stage asks for it. */
    void header(byte[] octets) {
        headerOctets = octets;
        header = null;
    }

    /** The header's octets as they are to be stored. */
    byte[] headerOctets() {
        if (headerOctets == null) {
            throw new IllegalStateException("the header is still to come");
        }
        return headerOctets;
    }

    void staged(StagedMessage staged, BodyHash.@Nullable Digest hash) {
        message = staged;
        bodyHash = hash;
    }

    /** The hash that DKIM signs; empty if nobody asked for it. */
    Optional<BodyHash.Digest> bodyHash() {
        return Optional.ofNullable(bodyHash);
    }

    Map<DomainName, Optional<HostedDomain>> hosted() {
        return hosted;
    }

    List<DkimKey> signingKeys() {
        return signingKeys;
    }

    void signingKeys(List<DkimKey> keys) {
        signingKeys = List.copyOf(keys);
    }

    List<Action.Copy> copies() {
        return List.copyOf(copies);
    }

    /** How the way ended; empty as long as it goes on. */
    Optional<NotAccepted> end() {
        return Optional.ofNullable(end);
    }

    boolean isEnded() {
        return end != null;
    }

    void end(NotAccepted how) {
        if (end == null) {
            end = how;
        }
    }

    /** What a stage wants in place of the message; given once. */
    Optional<Multi<byte[]>> takeTransformed() {
        Optional<Multi<byte[]>> taken = Optional.ofNullable(transformed);
        transformed = null;
        return taken;
    }

    /** The fields that stages put on top, the topmost first, and {@code last} below them. */
    byte[] fieldsAbove(byte[] last) {
        int size = last.length;
        for (byte[] field : fields) {
            size += field.length;
        }
        if (size == last.length) {
            return last;
        }
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] field : fields.reversed()) {
            System.arraycopy(field, 0, all, at, field.length);
            at += field.length;
        }
        System.arraycopy(last, 0, all, at, last.length);
        return all;
    }

    /**
     * Does what a stage wants.
     *
     * @throws IllegalArgumentException if the stage must not want it where it stands
     */
    void apply(Stage stage, List<Action> actions) {
        actions.forEach(action -> apply(stage, action));
    }

    private void apply(Stage stage, Action action) {
        switch (action) {
            case Action.AddFields(byte[] octets) -> fields.add(octets);
            case Action.ReplaceHeader(HeaderBlock block) -> {
                require(stage, Stage.Place.HEADER, "replaces the header");
                headerOctets = block.toBytes();
                header = block;
            }
            case Action.Transform(Multi<byte[]> octets) -> {
                require(stage, Stage.Place.CONTENT, "transforms the message");
                transformed = octets;
            }
            case Action.Tag tag -> tags.add(tag);
            case Action.Place(Recipient recipient, var folder, long flags) ->
                decide(recipient, new Disposition.Deliver(accountOf(stage, recipient), folder, flags));
            case Action.Discard(Recipient recipient, String reason) ->
                decide(recipient, new Disposition.Discard(reason));
            case Action.Reject(Recipient recipient, Refusal refusal) ->
                decide(recipient, new Disposition.Reject(refusal));
            case Action.Redirect(Recipient recipient, List<Recipient> to) ->
                decide(recipient, new Disposition.Redirect(to));
            case Action.Copy copy -> copies.add(copy);
            case Action.Capture(Recipient recipient, var account, var folder) ->
                decide(recipient, new Disposition.Capture(account, folder));
            case Action.Refuse(Refusal refusal) -> end(new NotAccepted.Refused(refusal));
            case Action.Defer(Deferral deferral) -> end(new NotAccepted.Deferred(deferral));
        }
    }

    private void decide(Recipient recipient, Disposition disposition) {
        if (!recipients.contains(recipient)) {
            throw new IllegalArgumentException(recipient.address() + " is no recipient of this message");
        }
        decided.put(recipient, disposition);
    }

    private static AccountRef accountOf(Stage stage, Recipient recipient) {
        return recipient
                .account()
                .orElseThrow(() -> new IllegalArgumentException("stage " + stage.name() + " places a message for "
                        + recipient.address() + ", who is elsewhere"));
    }

    private static void require(Stage stage, Stage.Place place, String what) {
        if (stage.place() != place) {
            throw new IllegalArgumentException(
                    "stage " + stage.name() + " " + what + " at " + stage.place() + ", which is done at " + place);
        }
    }
}
