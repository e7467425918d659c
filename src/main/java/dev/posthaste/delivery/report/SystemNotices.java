package dev.posthaste.delivery.report;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Mail from the server to its users: Vert.x Mail writes it, and it enters through intake like any other message. */
public final class SystemNotices {

    /** Maximum number of domains for which a capture notice is remembered; for further domains no notice is sent. */
    static final int MAX_DOMAINS = 1_000;

    private final DomainName ourselves;
    private final NoticeSubmitter submitter;
    private final Set<DomainName> notified = ConcurrentHashMap.newKeySet();

    /** Notices from this server's daemon address. */
    public SystemNotices(DomainName ourselves, NoticeSubmitter submitter) {
        this.ourselves = ourselves;
        this.submitter = submitter;
    }

    /** Notifies a user that the quota is nearly used up. */
    public Uni<Void> quotaNearlyUsed(AccountRef account, long usedOctets, long quotaOctets) {
        long percent = Math.round(100.0 * usedOctets / quotaOctets);
        return send(
                account,
                "Your mailbox is nearly full",
                "Your mailbox " + account.address() + " uses " + usedOctets + " of " + quotaOctets + " octets ("
                        + percent + " %).\nWhen it is full, new mail is refused until you delete messages.\n");
    }

    /** Notifies the operator, once per domain, that mail for it is captured and not sent. */
    public Uni<Void> captured(AccountRef account, EmailAddress address) {
        if (notified.size() >= MAX_DOMAINS || !notified.add(address.domain())) {
            return Uni.createFrom().voidItem();
        }
        return send(
                account,
                "Mail for " + address.domain() + " is captured",
                "This server runs in local mode, so mail for " + address.domain()
                        + " does not leave it.\nYou find it in a folder of this account. A route"
                        + " (POSTHASTE_RELAY_ROUTES) sends it on.\n");
    }

    private Uni<Void> send(AccountRef account, String subject, String text) {
        MailMessage message = new MailMessage()
                .setFrom("postmaster@" + ourselves)
                .setTo(account.address().toString())
                .setSubject(subject)
                .setText(text)
                .addHeader("Auto-Submitted", "auto-generated");
        byte[] notice = new MailEncoder(message, ourselves.ascii())
                .encode()
                .replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        return submitter.submit(account.tenant(), account.address(), notice);
    }
}
