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

    Admission(BearerKey keys, RateLimits limits) {
        this.keys = keys;
        this.limits = limits;
    }

    /**
     * What a request says of its maker.
     *
     * @param authorization {@code Bearer …}
     * @param tenant for whom a platform key acts; empty for its own tenant
     * @param address from where it comes
     */
    public record Credentials(Optional<String> authorization, Optional<String> tenant, String address) {}

    /** What a request is counted as. */
    public enum Use {
        /** Any call. */
        CALL,
        /** Sends an email. */
        SEND
    }

    /** Who calls, and what he has left. */
    public record Admitted(Principal principal, Budget budget) {}

    /** What is left under each policy that counted. */
    public record Budget(Map<Policy, Allowance> allowances) {
        /** Keeps its own copy. */
        public Budget {
            allowances = Map.copyOf(allowances);
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

    /** Lets the request pass, or fails with {@link ErrorCode#QUOTA_EXCEEDED}. {@code told} hears what is left in either case. */
    public Uni<Principal> admit(Credentials credentials, Use use, Consumer<Budget> told) {
        return keys.principal(credentials.authorization(), credentials.tenant())
                .onFailure(Admission::isUnknown)
                .recoverWithUni(unknown -> count(
                                List.of(Policy.ANONYMOUS),
                                ClientNetwork.of(credentials.address()).text(),
                                told)
                        .chain(() -> Uni.createFrom().failure(unknown)))
                .call(principal -> count(policies(use), who(principal), told));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof ApiException refused && refused.code() == ErrorCode.UNAUTHENTICATED;
    }

    private static List<Policy> policies(Use use) {
        return switch (use) {
            case CALL -> List.of(Policy.API);
            case SEND -> List.of(Policy.API, Policy.SEND);
        };
    }

    private static String who(Principal principal) {
        return Fingerprint.identity(principal);
    }

    private Uni<Budget> count(List<Policy> policies, String who, Consumer<Budget> told) {
        Uni<Map<Policy, Allowance>> counted = Uni.createFrom().item(() -> new EnumMap<>(Policy.class));
        for (Policy policy : policies) {
            counted = counted.call(
                    allowances -> limits.take(policy, who).invoke(allowance -> allowances.put(policy, allowance)));
        }
        return counted.map(Budget::new).invoke(told).invoke(Admission::requireRoom);
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
