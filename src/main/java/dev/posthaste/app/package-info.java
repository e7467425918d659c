/** Starts everything; the only room that sees every other. */
@NullMarked
package dev.posthaste.app;

import org.jspecify.annotations.NullMarked;
