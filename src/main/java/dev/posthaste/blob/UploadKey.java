package dev.posthaste.blob;

import dev.posthaste.id.TenantId;
import java.util.UUID;

/** Names the chunks of one upload for one tenant. */
public record UploadKey(TenantId tenant, UUID upload) {}
