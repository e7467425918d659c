package dev.posthaste.blob.s3;

import dev.posthaste.id.Secret;
import java.net.URI;

/** A bucket, its server and the credentials for it. */
public record Bucket(String name, String region, Host host, Login login) {

    /** The server of a bucket. */
    public sealed interface Host {
        /** Amazon S3 in the bucket's region. */
        record Amazon() implements Host {}

        /** A server at that URL, with path-style addressing, because few servers have a DNS name for each bucket. */
        record Server(URI endpoint) implements Host {}
    }

    /** The credentials. */
    public sealed interface Login {
        /** Credentials from the AWS SDK's default chain: environment, profile, role of the machine or pod. */
        record Environment() implements Login {}

        /** Configured credentials. */
        record Key(String id, Secret secret) implements Login {}
    }
}
