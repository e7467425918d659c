package dev.posthaste.blob;

import dev.posthaste.id.TenantId;

/** A blob of a tenant, and how many octets it has. */
public record BlobRef(TenantId tenant, BlobHash hash, long size) {}
