package dev.posthaste.api;

import dev.posthaste.api.RateLimits.Policy;
import dev.posthaste.listener.ClientNetwork;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Who may call now: first whose key it is, then whether too many requests came with it. A request without a valid key
 * counts for the address that it comes from.
 */
@Singleton
public final class Admission {

    private final BearerKey keys;
    private final RateLimits limits;
    private final ApiPresence presence;

    Admission(BearerKey keys, RateLimits limits, ApiPresence presence) {
        this.keys = keys;
        this.limits = limits;
        this.presence = presence;
    }

    /**
     * What a request says of its maker.
     *
     * @param authorization {@code Bearer …}
     * @param tenant for whom a platform key acts; empty for its own tenant
     * @param address from where it comes
     */
    public record Credentials(Optional<String> authorization, Optional<String> tenant, String address) {}

    /** Who calls, and what he has left. */
    public record Admitted(Principal principal, Budget budget) {}

    /** What is left under each policy that counted. */
    public record Budget(Map<Policy, Allowance> allowances) {
        /** Keeps its own copy. */
        public Budget {
            allowances = Map.copyOf(allowances);
        }

        private Budget with(Budget further) {
            Map<Policy, Allowance> all = new EnumMap<>(allowances);
            all.putAll(further.allowances);
            return new Budget(all);
        }

        /** The RateLimit header field (draft-ietf-httpapi-ratelimit-headers). */
        public String text() {
            return allowances.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry ->
                            name(entry.getKey()) + ";r=" + entry.getValue().remaining() + ";t="
                                    + seconds(entry.getValue().reset()))
                    .collect(Collectors.joining(", "));
        }

        private List<Policy> violated() {
            return allowances.entrySet().stream()
                    .filter(entry -> entry.getValue().verdict() == Allowance.Verdict.REFUSED)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
        }

        private Duration pause() {
            return allowances.values().stream()
                    .filter(allowance -> allowance.verdict() == Allowance.Verdict.REFUSED)
                    .map(Allowance::reset)
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
        }
    }

    /** The RateLimit-Policy header field. */
    public String policies() {
        return List.of(Policy.API, Policy.SEND).stream()
                .map(policy -> name(policy) + ";q=" + limits.rate(policy).quota() + ";w="
                        + limits.rate(policy).window().toSeconds())
                .collect(Collectors.joining(", "));
    }

    /**
     * Lets the request of one call pass, or fails with {@link ErrorCode#QUOTA_EXCEEDED}. {@code told} hears what is left in
     * either case.
     */
    public Uni<Principal> admit(Credentials credentials, Operation<?, ?> operation, Consumer<Budget> told) {
        return admit(credentials, told)
                .call(admitted -> admit(admitted, operation, told))
                .map(Admitted::principal);
    }

    /**
     * Lets a request pass of which it is not known yet which call it makes; when it is, {@link #admit(Admitted, Operation,
     * Consumer)} is asked.
     */
    public Uni<Admitted> admit(Credentials credentials, Consumer<Budget> told) {
        return Uni.createFrom()
                .deferred(() -> {
                    presence.require();
                    return keys.principal(credentials.authorization(), credentials.tenant())
                            .onFailure(ApiException.class)
                            .recoverWithUni(refused -> count(
                                            Policy.ANONYMOUS,
                                            ClientNetwork.of(credentials.address())
                                                    .text(),
                                            told)
                                    .chain(() -> Uni.createFrom().failure(refused)));
                })
                .flatMap(principal ->
                        count(Policy.API, who(principal), told).map(budget -> new Admitted(principal, budget)));
    }

    /** Lets the call pass for which a request has come. */
    public Uni<Void> admit(Admitted admitted, Operation<?, ?> operation, Consumer<Budget> told) {
        return switch (operation.kind()) {
            case READS, CHANGES -> Uni.createFrom().voidItem();
            case SENDS ->
                count(
                                Policy.SEND,
                                who(admitted.principal()),
                                left -> told.accept(admitted.budget().with(left)))
                        .replaceWithVoid();
        };
    }

    private static String who(Principal principal) {
        return Fingerprint.identity(principal);
    }

    private Uni<Budget> count(Policy policy, String who, Consumer<Budget> told) {
        return limits.take(policy, who)
                .map(allowance -> new Budget(Map.of(policy, allowance)))
                .invoke(told)
                .invoke(Admission::requireRoom);
    }

    private static void requireRoom(Budget budget) {
        List<Policy> violated = budget.violated();
        if (!violated.isEmpty()) {
            String names = violated.stream().map(Admission::word).collect(Collectors.joining(","));
            throw ApiException.of(ErrorCode.QUOTA_EXCEEDED, "too many requests under the policy " + names)
                    .with(ApiException.POLICIES, names)
                    .after(Duration.ofSeconds(seconds(budget.pause())));
        }
    }

    private static String name(Policy policy) {
        return '"' + word(policy) + '"';
    }

    private static String word(Policy policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }

    /** Whole seconds, never too few. */
    private static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
