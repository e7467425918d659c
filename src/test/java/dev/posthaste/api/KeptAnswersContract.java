package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.api.KeptAnswers.Lease;
import dev.posthaste.api.KeptAnswers.Name;
import dev.posthaste.api.KeptAnswers.Reservation;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of kept answers does. */
public interface KeptAnswersContract {

    Duration LEASE = Duration.ofSeconds(60);
    TenantId TENANT = new TenantId(new UUID(7, 1));
    byte[] ANSWER = "answer".getBytes(StandardCharsets.UTF_8);

    KeptAnswers answers();

    /** Lets time pass for the store. */
    void pass(Duration time);

    /** A name that no other test has. */
    Name name();

    private Reservation reserve(Name name) {
        return ApiWorld.now(answers().reserve(name, LEASE));
    }

    private Lease leased(Name name) {
        return ((Reservation.Reserved) reserve(name)).lease();
    }

    @Test
    default void a_key_is_reserved_once_and_answered_ever_after() {
        Name name = name();
        Lease lease = leased(name);
        assertThat(reserve(name)).isInstanceOf(Reservation.UnderWay.class);
        assertThat(ApiWorld.now(answers().find(name))).isEmpty();
        ApiWorld.now(answers().keep(lease, ANSWER));
        assertThat(((Reservation.Answered) reserve(name)).answer()).isEqualTo(ANSWER);
        assertThat(ApiWorld.now(answers().find(name)).orElseThrow()).isEqualTo(ANSWER);
    }

    @Test
    default void of_many_that_come_at_once_one_is_let_through() {
        Name name = name();
        List<Reservation> all = ApiWorld.now(Multi.createFrom()
                .range(0, 10)
                .onItem()
                .transformToUni(number -> answers().reserve(name, LEASE))
                .merge(10)
                .collect()
                .asList());
        assertThat(all).hasSize(10);
        assertThat(all.stream().filter(Reservation.Reserved.class::isInstance)).hasSize(1);
    }

    @Test
    default void keys_of_other_tenants_and_scopes_are_other_keys() {
        Name name = name();
        leased(name);
        leased(new Name(new TenantId(new UUID(7, 2)), name.scope(), name.key()));
        assertThat(reserve(new Name(name.tenant(), name.scope() + "x", name.key())))
                .isInstanceOf(Reservation.Reserved.class);
    }

    @Test
    default void a_released_key_is_free() {
        Name name = name();
        ApiWorld.now(answers().release(leased(name)));
        assertThat(reserve(name)).isInstanceOf(Reservation.Reserved.class);
    }

    @Test
    default void a_lease_that_ran_out_is_worth_nothing_once_somebody_else_has_the_key() {
        Name name = name();
        Lease old = leased(name);
        pass(LEASE);
        Lease young = leased(name);
        ApiWorld.now(answers().keep(old, ANSWER));
        ApiWorld.now(answers().release(old));
        assertThat(reserve(name)).isInstanceOf(Reservation.UnderWay.class);
        ApiWorld.now(answers().keep(young, ANSWER));
        assertThat(reserve(name)).isInstanceOf(Reservation.Answered.class);
    }

    @Test
    default void a_key_is_kept_for_a_day_and_then_forgotten() {
        Name name = name();
        Uni<Void> kept = answers().keep(leased(name), ANSWER);
        ApiWorld.now(kept);
        pass(KeptAnswers.KEPT_FOR);
        ApiWorld.now(answers().forget(java.time.Instant.EPOCH));
        assertThat(reserve(name)).isInstanceOf(Reservation.Answered.class);
        forgetOlderThan(Duration.ofHours(1));
        assertThat(reserve(name)).isInstanceOf(Reservation.Reserved.class);
        forgetOlderThan(Duration.ofHours(1));
        assertThat(reserve(name)).isInstanceOf(Reservation.UnderWay.class);
    }

    /** Forgets what was reserved before that time. */
    void forgetOlderThan(Duration age);
}
