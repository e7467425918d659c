package dev.posthaste.app;

import dev.posthaste.account.KeySeal;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes beans of what {@link Posthaste#main} prepared. */
@Singleton
class BootstrapProducer {

    @Produces
    @Singleton
    Configuration configuration() {
        return Bootstrap.published().configuration();
    }

    @Produces
    @Singleton
    AdminKey adminKey() {
        return Bootstrap.published().adminKey();
    }

    @Produces
    @Singleton
    KeySeal keySeal() {
        return Bootstrap.published().masterKey();
    }

    @Produces
    @Singleton
    ChunkPlace chunkPlace() {
        return Bootstrap.published().chunks();
    }

    @Produces
    @Singleton
    Ports ports() {
        return new Ports();
    }
}
