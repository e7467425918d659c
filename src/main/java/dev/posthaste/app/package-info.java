/** Configuration, wiring, start and shutdown of the server; the only package that may read every other. */
@NullMarked
package dev.posthaste.app;

import org.jspecify.annotations.NullMarked;
