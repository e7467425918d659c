package dev.posthaste.app;

import dev.posthaste.id.TenantId;
import java.util.UUID;

/** The built-in tenants. */
final class Tenancy {

    /** For whom the platform key acts when a request names no other tenant; see V002 of the schema. */
    static final TenantId FIRST = new TenantId(UUID.fromString("00000000-0000-7000-8000-000000000001"));

    private Tenancy() {}
}
