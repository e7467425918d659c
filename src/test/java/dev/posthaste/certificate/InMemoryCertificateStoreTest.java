package dev.posthaste.certificate;

import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;

class InMemoryCertificateStoreTest implements CertificateStoreContract {

    private final InMemoryCertificateStore store = new InMemoryCertificateStore();

    @Override
    public CertificateStore store() {
        return store;
    }

    @Override
    public <T> T answer(Uni<T> asked) {
        return asked.await().indefinitely();
    }

    @Override
    public TenantId newTenant() {
        return CertificateStoreContract.anyTenant();
    }
}
