package dev.posthaste.api.rest;

/** A page of a list. */
interface Paged {
    /** Empty on the last page. */
    String nextPageToken();
}
