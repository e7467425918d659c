package dev.posthaste.blob.s3;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/** Creates the S3 client for a bucket. */
final class BucketClient {

    private static final Duration CONNECTION = Duration.ofSeconds(5);

    /** Timeout of one attempt; a chunk has 256 KiB. */
    private static final Duration ATTEMPT = Duration.ofSeconds(20);

    /**
     * Timeout of all attempts and the pauses between them; SMTP clients wait at least five minutes (RFC 5321 section
     * 4.5.3.2).
     */
    private static final Duration CALL = Duration.ofSeconds(60);

    /** Maximum number of connections; further requests wait for one, at most {@link #ATTEMPT}. */
    private static final int CONNECTIONS = 64;

    private BucketClient() {}

    static S3AsyncClient of(Bucket bucket) {
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .region(Region.of(bucket.region()))
                .credentialsProvider(credentials(bucket.login()))
                // Not every S3-compatible service supports Amazon's newer checksums; TLS protects the transfer.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(CONNECTIONS)
                        .connectionTimeout(CONNECTION)
                        .connectionAcquisitionTimeout(ATTEMPT))
                .overrideConfiguration(
                        limits -> limits.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
        return switch (bucket.host()) {
            case Bucket.Host.Amazon() -> builder.build();
            case Bucket.Host.Server(var endpoint) ->
                builder.endpointOverride(endpoint).forcePathStyle(true).build();
        };
    }

    private static AwsCredentialsProvider credentials(Bucket.Login login) {
        return switch (login) {
            case Bucket.Login.Environment() ->
                DefaultCredentialsProvider.builder().build();
            case Bucket.Login.Key(var id, var secret) ->
                StaticCredentialsProvider.create(secret.use(text -> AwsBasicCredentials.create(id, text)));
        };
    }
}
