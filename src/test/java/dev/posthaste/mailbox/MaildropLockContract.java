package dev.posthaste.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.id.AccountId;
import dev.posthaste.mailbox.MaildropLock.Acquisition;
import dev.posthaste.mailbox.MaildropLock.Lease;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link MaildropLock} does. */
public interface MaildropLockContract {

    MaildropLock lock();

    /** Waits for the lock's answer. */
    <T> T answer(Uni<T> asked);

    @Test
    default void a_maildrop_is_held_once() {
        AccountId account = new AccountId(UUID.randomUUID());

        Lease lease = held(account);

        assertThat(answer(lock().acquire(account))).isInstanceOf(Acquisition.InUse.class);
        answer(lease.release());
        assertThat(answer(lock().acquire(account))).isInstanceOf(Acquisition.Held.class);
    }

    @Test
    default void maildrops_do_not_hinder_each_other() {
        assertThat(held(new AccountId(UUID.randomUUID()))).isNotNull();
        assertThat(held(new AccountId(UUID.randomUUID()))).isNotNull();
    }

    @Test
    default void a_second_release_does_not_free_what_another_session_holds_by_then() {
        AccountId account = new AccountId(UUID.randomUUID());
        Lease first = held(account);
        answer(first.release());
        held(account);

        answer(first.release());

        assertThat(answer(lock().acquire(account))).isInstanceOf(Acquisition.InUse.class);
    }

    private Lease held(AccountId account) {
        Acquisition acquisition = answer(lock().acquire(account));
        assertThat(acquisition).isInstanceOf(Acquisition.Held.class);
        return ((Acquisition.Held) acquisition).lease();
    }
}
