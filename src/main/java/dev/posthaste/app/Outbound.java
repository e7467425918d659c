package dev.posthaste.app;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.delivery.remote.RemoteDelivery;
import dev.posthaste.delivery.report.DeliveryReports;
import dev.posthaste.delivery.report.NoticeSubmitter;
import dev.posthaste.delivery.report.SystemNotices;
import dev.posthaste.dns.DnsJavaResolver;
import dev.posthaste.dns.DnsServers;
import dev.posthaste.dns.MailHosts;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.AcceptanceListener;
import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Origin;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.Refusal;
import dev.posthaste.intake.SubmitRequest;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.queue.Dispatcher;
import dev.posthaste.queue.Environment;
import dev.posthaste.queue.Item;
import dev.posthaste.queue.Policy;
import dev.posthaste.queue.QueueStore;
import dev.posthaste.smtp.client.SmtpClient;
import dev.posthaste.smtp.wire.ClientName;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Outgoing mail: the dispatcher of the queue with remote delivery and delivery reports. */
@Singleton
final class Outbound implements AcceptanceListener {

    private static final Logger LOG = Logger.getLogger(Outbound.class);

    private static final long IDLE_SWEEP_MILLIS = 1000;

    /** For the replies to QUIT when the server stops; slower ones are not waited for. */
    private static final Duration QUIT_TIMEOUT = Duration.ofMillis(500);

    private final AtomicReference<@Nullable Relay> relay = new AtomicReference<>();
    private final AtomicReference<@Nullable SystemNotices> notices = new AtomicReference<>();

    /** What is to be stopped. */
    private record Relay(Dispatcher dispatcher, RemoteDelivery remote) {

        Uni<Void> stop() {
            return dispatcher.stop().chain(this::leave);
        }

        private Uni<Void> leave() {
            return remote.close().ifNoItem().after(QUIT_TIMEOUT).recoverWithItem(() -> null);
        }
    }

    /** Its dependencies. */
    record Tools(
            Configuration configuration,
            Vertx vertx,
            QueueStore queue,
            BlobStore blobs,
            AccountDirectory directory,
            Intake intake,
            Uuid7 ids,
            InstantSource clock) {}

    @Override
    public void mailWaits() {
        Relay running = relay.get();
        if (running != null) {
            running.dispatcher().signal();
        }
    }

    @Override
    public void quotaNearlyUsed(AccountRef account, long usedOctets, long quotaOctets) {
        SystemNotices sender = notices.get();
        if (sender != null) {
            tell(sender.quotaNearlyUsed(account, usedOctets, quotaOctets));
        }
    }

    @Override
    public void captured(AccountRef account, EmailAddress address) {
        SystemNotices sender = notices.get();
        if (sender != null) {
            tell(sender.captured(account, address));
        }
    }

    /** Starts to deliver what is due, if this process plays that role. */
    void start(Tools tools) {
        notices.set(new SystemNotices(tools.configuration().hostname(), noticeSubmitter(tools)));
        if (!tools.configuration().roles().contains(Role.RELAY)) {
            return;
        }
        SecureRandom chance = new SecureRandom();
        RemoteDelivery remote = remote(tools, chance);
        DeliveryReports reports = new DeliveryReports(
                tools.configuration().hostname(),
                (item, octets) -> beginning(tools.blobs(), item, octets),
                noticeSubmitter(tools),
                new DeliveryReports.Sources(tools.clock(), chance, tools.ids()));
        Context loop = tools.vertx().getOrCreateContext();
        Environment environment = new Environment(
                tools.clock(),
                chance,
                (delay, task) -> tools.vertx().setTimer(Math.max(1, delay.toMillis()), fired -> task.run()),
                task -> loop.runOnContext(ready -> task.run()));
        Dispatcher running = new Dispatcher(tools.queue(), remote, reports, Policy.DEFAULT, environment);
        tools.vertx().setPeriodic(IDLE_SWEEP_MILLIS, tick -> remote.sweep());
        running.start();
        relay.set(new Relay(running, remote));
    }

    /** Finishes the deliveries under way and closes the connections with QUIT; the rest stays queued. */
    Uni<Void> stop() {
        Relay running = relay.getAndSet(null);
        return running == null ? Uni.createFrom().voidItem() : running.stop();
    }

    private static void tell(Uni<Void> notice) {
        notice.subscribe().with(sent -> {}, failure -> LOG.warnf("a notice was not sent: %s", failure));
    }

    private static RemoteDelivery remote(Tools tools, SecureRandom chance) {
        Configuration configuration = tools.configuration();
        DnsJavaResolver dns = DnsJavaResolver.asking(
                servers(configuration), configuration.dns().anchors(), tools.clock());
        MailHosts hosts = new MailHosts(dns, chance, Set.of(configuration.hostname()));
        SmtpClient client = new SmtpClient(
                tools.vertx(), new ClientName(configuration.hostname().ascii()));
        return new RemoteDelivery(
                configuration.relay().routes(),
                hosts,
                configuration.relay().port(),
                client,
                tools.blobs(),
                tools.clock());
    }

    private static DnsServers servers(Configuration configuration) {
        List<HostPort> servers = configuration.dns().servers();
        return servers.isEmpty()
                ? DnsServers.ofSystem()
                : DnsServers.parse(servers.stream().map(Outbound::text).collect(Collectors.joining(",")));
    }

    private static String text(HostPort host) {
        String name = host.host().contains(":") ? "[" + host.host() + "]" : host.host();
        return name + ":" + host.port();
    }

    private static Uni<byte[]> beginning(BlobStore blobs, Item item, int octets) {
        byte[] prefix = item.prefix().octets();
        if (prefix.length >= octets) {
            return Uni.createFrom().item(Arrays.copyOf(prefix, octets));
        }
        return blobs.read(item.blob(), 0, octets - prefix.length).map(rest -> {
            byte[] whole = Arrays.copyOf(prefix, prefix.length + rest.length);
            System.arraycopy(rest, 0, whole, prefix.length, rest.length);
            return whole;
        });
    }

    private static NoticeSubmitter noticeSubmitter(Tools tools) {
        return (tenant, to, notice) -> tools.directory().resolve(to).chain(destination -> switch (destination) {
            case Destination.Unknown unknown -> dropped(to);
            case Destination.Local local -> enter(tools.intake(), notice(tenant, to, destination), notice);
            case Destination.Full full -> enter(tools.intake(), notice(tenant, to, destination), notice);
            case Destination.Elsewhere away -> enter(tools.intake(), notice(tenant, to, destination), notice);
        });
    }

    private static Uni<Void> dropped(EmailAddress to) {
        LOG.infof("a notice was dropped, its recipient does not exist: %s", to);
        return Uni.createFrom().voidItem();
    }

    private static SubmitRequest notice(TenantId tenant, EmailAddress to, Destination destination) {
        return SubmitRequest.of(
                Origin.system(),
                tenant,
                ReversePath.empty(),
                List.of(new Recipient(to, Recipient.Role.TO, destination)));
    }

    private static Uni<Void> enter(Intake intake, SubmitRequest request, byte[] notice) {
        Reception<SubmitResult> reception = intake.submit(request);
        return reception
                .write(notice, 0, notice.length)
                .chain(reception::finish)
                .invoke(result -> entered(request, result))
                .replaceWithVoid();
    }

    /** A deferred notice is handed over again by its author. One that is refused for good is worth a line. */
    private static void entered(SubmitRequest request, SubmitResult result) {
        switch (result) {
            case SubmitResult.Accepted accepted -> LOG.debugf("a notice is on its way: email=%s", accepted.email());
            case NotAccepted.Refused(Refusal refusal) ->
                LOG.warnf("a notice is lost, to %s: %s", request.to(), refusal);
            case NotAccepted.Deferred(Deferral deferral) ->
                throw new IllegalStateException("the notice is not taken now: " + deferral.detail());
        }
    }
}
