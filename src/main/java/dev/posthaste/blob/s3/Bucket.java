package dev.posthaste.blob.s3;

import dev.posthaste.id.Secret;
import java.net.URI;

/** A bucket, where it is and who we are there. */
public record Bucket(String name, String region, Host host, Login login) {

    /** Where a bucket is. */
    public sealed interface Host {
        /** At Amazon, in the region. */
        record Amazon() implements Host {}

        /** At a server of that address, in whose path the bucket's name stands: few have a name in the DNS for each. */
        record Server(URI endpoint) implements Host {}
    }

    /** Who we are. */
    public sealed interface Login {
        /** What the environment, the profile or the machine's role says, in the order of the AWS SDK. */
        record Environment() implements Login {}

        /** A key that was given. */
        record Key(String id, Secret secret) implements Login {}
    }
}
