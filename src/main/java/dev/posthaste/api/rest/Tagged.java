package dev.posthaste.api.rest;

/** A resource that says in which state it is. */
interface Tagged {
    String etag();
}
