package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.id.FolderId;
import java.util.List;

/** Where a message goes for one recipient. */
public sealed interface Disposition {

    /** Into a folder of this server. */
    record Deliver(AccountRef account, FolderId folder, long flags) implements Disposition {}

    /** Local mode: into a folder that the operator can read, and no further. */
    record Capture(AccountRef account, FolderId folder) implements Disposition {}

    /** Into the queue: the recipient is elsewhere. */
    record Queue() implements Disposition {}

    /** Nowhere, although it is accepted. */
    record Discard(String reason) implements Disposition {}

    /** Nowhere: it is not accepted for this recipient. */
    record Reject(Refusal refusal) implements Disposition {}

    /** To others in its place. */
    record Redirect(List<Recipient> to) implements Disposition {
        /** Keeps its own copy. */
        public Redirect {
            to = List.copyOf(to);
        }
    }

    /** What follows from a destination alone. */
    static Disposition byDefault(Recipient recipient) {
        return recipient
                .account()
                .<Disposition>map(account -> new Deliver(account, account.inbox(), 0))
                .orElseGet(Queue::new);
    }
}
