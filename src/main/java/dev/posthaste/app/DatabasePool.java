package dev.posthaste.app;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the pool that both planes share: every statement of ours is parsed and planned once for each connection. */
@Singleton
public final class DatabasePool implements PgPoolCreator {

    /** Characters. Our longest statement, in intake, has 8,000; the client's own limit of 2,048 would prepare it anew each time. */
    static final int STATEMENT_LENGTH_MAX = 16 * 1024;

    /** The setting of PostgreSQL by which plans are chosen, and the option of our URL for it. */
    static final String PLANS = "plan_cache_mode";

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(DatabasePool::prepare);
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }

    /**
     * Our statements find their rows by keys, so that the plan does not depend on the values; but PostgreSQL would think a
     * plan for the length of each array cheaper, and make one at every call, which costs more than all the rest. A database
     * that cannot plan so, as Citus, is given {@code plan_cache_mode=auto} in its URL.
     */
    public static PgConnectOptions prepare(PgConnectOptions options) {
        // TCP keepalive finds out when the peer of an idle connection is gone.
        options.setTcpKeepAlive(true);
        options.setCachePreparedStatements(true).setPreparedStatementCacheSqlLimit(STATEMENT_LENGTH_MAX);
        return options.getProperties().containsKey(PLANS) ? options : options.addProperty(PLANS, "force_generic_plan");
    }
}
