package dev.posthaste.intake;

import dev.posthaste.id.StoredMessageId;

/** What became of an {@link AppendRequest}. */
public sealed interface AppendResult permits AppendResult.Appended, NotAccepted {

    /** It is in the folder, with RFC 4315's APPENDUID. */
    record Appended(long uidValidity, long uid, StoredMessageId id) implements AppendResult {}
}
