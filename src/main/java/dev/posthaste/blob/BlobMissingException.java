package dev.posthaste.blob;

/** A blob that should be there is not: it was deleted between two looks, or the store is damaged. */
public final class BlobMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the blob. */
    public BlobMissingException(BlobRef blob) {
        super("blob " + blob.hash() + " of " + blob.tenant() + " is missing");
    }
}
