package dev.posthaste.account.postgres;

import dev.posthaste.account.Page;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Pages by the id of the last row, so that they are stable while rows are added. */
final class Paging {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private Paging() {}

    /** The page's rows and, if there is one, the first row of the next page. */
    static <R> Uni<List<R>> rows(
            Mutiny.Session session, Class<R> type, TenantId tenant, Optional<UUID> after, Page.Request page) {
        return session.createSelectionQuery(
                        "from " + type.getSimpleName() + " where tenantId = ?1 and id > ?2 order by id", type)
                .setParameter(1, tenant.value())
                .setParameter(2, after.orElse(BEFORE_ALL))
                .setMaxResults(page.size() + 1)
                .getResultList();
    }

    static <R, T> Page<T> page(List<R> rows, Page.Request page, Function<R, T> value, Function<T, String> id) {
        List<T> items = rows.stream().limit(page.size()).map(value).toList();
        Optional<String> next = rows.size() > page.size() ? Optional.of(id.apply(items.getLast())) : Optional.empty();
        return new Page<>(items, next);
    }
}
