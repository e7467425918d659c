package dev.posthaste.app;

import dev.posthaste.account.KeySeal;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes beans of what {@link Posthaste#main} prepared. */
@Singleton
class FoundationProducer {

    @Produces
    @Singleton
    Configuration configuration() {
        return Foundation.laid().configuration();
    }

    @Produces
    @Singleton
    AdminKey adminKey() {
        return Foundation.laid().adminKey();
    }

    @Produces
    @Singleton
    KeySeal keySeal() {
        return Foundation.laid().masterKey();
    }

    @Produces
    @Singleton
    ChunkPlace chunkPlace() {
        return Foundation.laid().chunks();
    }

    @Produces
    @Singleton
    Ports ports() {
        return new Ports();
    }
}
