package dev.posthaste.api;

import java.util.concurrent.Executor;

/** Where work is done that would hold up an event loop: key generation, signature checks, composing and reading mail. */
public interface Worker extends Executor {}
