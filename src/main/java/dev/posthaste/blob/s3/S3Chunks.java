package dev.posthaste.blob.s3;

import dev.posthaste.blob.CallersContext;
import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.blob.UploadKey;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Stores chunks as objects named {@code tenant/upload/number}. One object per chunk instead of a multipart upload,
 * whose parts have at least 5 MiB: an upload needs only the memory of one chunk, a repeated request is harmless, and
 * every object appears in an ordinary listing. S3 answers a PUT when the object is durable.
 */
public final class S3Chunks implements ChunkStore, AutoCloseable {

    /** Maximum number of concurrent requests of one copy or deletion. */
    private static final int AT_ONCE = 8;

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3AsyncClient client;
    private final String bucket;

    private S3Chunks(S3AsyncClient client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** Stores chunks in a bucket. Makes no request yet. */
    public static S3Chunks in(Bucket bucket) {
        return new S3Chunks(BucketClient.of(bucket), bucket.name());
    }

    @Override
    public Uni<Void> write(UploadKey upload, int number, byte[] chunk) {
        return ask(() -> client.putObject(
                        put -> put.bucket(bucket).key(key(upload, number)), AsyncRequestBody.fromBytesUnsafe(chunk)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> seal(UploadKey upload) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Optional<byte[]>> read(UploadKey upload, int number, int offset, int length) {
        String range = "bytes=" + offset + '-' + (offset + length - 1L);
        return ask(() -> client.getObject(
                        get -> get.bucket(bucket).key(key(upload, number)).range(range),
                        AsyncResponseTransformer.toBytes())
                .handle(S3Chunks::found));
    }

    @Override
    public Uni<Void> copy(StagedBlob.Chunked blob, TenantId to) {
        UploadKey target = new UploadKey(to, blob.upload());
        return CallersContext.answer(each(
                Multi.createFrom().items(() -> IntStream.range(0, blob.chunks()).boxed()),
                number -> copy(blob.key(), target, number)));
    }

    /** Deletes page by page, since a listing returns at most a thousand objects. */
    @Override
    public Uni<Void> delete(UploadKey upload) {
        return ask(() -> client.listObjectsV2(list -> list.bucket(bucket).prefix(prefix(upload))))
                .flatMap(page -> delete(page)
                        .chain(() -> page.isTruncated()
                                ? delete(upload)
                                : Uni.createFrom().voidItem()));
    }

    /** Closes the connections and ends the threads. */
    @Override
    public void close() {
        client.close();
    }

    private Uni<Void> copy(UploadKey from, UploadKey to, int number) {
        return ask(() -> client.copyObject(copy -> copy.sourceBucket(bucket)
                        .sourceKey(key(from, number))
                        .destinationBucket(bucket)
                        .destinationKey(key(to, number))))
                .replaceWithVoid();
    }

    /** Deletes objects one by one: not every S3-compatible service supports deleting many at once. */
    private Uni<Void> delete(ListObjectsV2Response page) {
        return each(Multi.createFrom().iterable(page.contents()), this::delete);
    }

    private Uni<Void> delete(S3Object object) {
        return ask(() -> client.deleteObject(delete -> delete.bucket(bucket).key(object.key())))
                .replaceWithVoid();
    }

    private static <T> Uni<Void> each(Multi<T> things, Function<T, Uni<? extends Void>> work) {
        return things.onItem()
                .transformToUni(work)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private <T> Uni<T> ask(Supplier<CompletionStage<T>> request) {
        Uni<T> answer = Uni.createFrom().completionStage(request).onFailure().transform(S3Chunks::unanswered);
        return CallersContext.answer(answer);
    }

    private static Optional<byte[]> found(BytesWrapper octets, @Nullable Throwable failure) {
        if (failure == null) {
            return Optional.of(octets.asByteArrayUnsafe()).filter(found -> found.length > 0);
        }
        Throwable cause = cause(failure);
        if (isAbsence(cause)) {
            return Optional.empty();
        }
        throw new CompletionException(cause);
    }

    private static boolean isAbsence(Throwable cause) {
        return switch (cause) {
            case NoSuchKeyException gone -> true;
            case S3Exception refusal -> refusal.statusCode() == RANGE_NOT_SATISFIABLE;
            default -> false;
        };
    }

    /**
     * Treats every failure of the SDK as temporary: the request was valid, and may succeed once the bucket or its
     * permissions are repaired.
     */
    private static Throwable unanswered(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof SdkException
                ? new UncheckedIOException(new IOException("the bucket does not answer: " + cause.getMessage(), cause))
                : cause;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private static String key(UploadKey upload, int number) {
        return prefix(upload) + number;
    }

    private static String prefix(UploadKey upload) {
        return upload.tenant().value() + "/" + upload.upload() + '/';
    }
}
