/** Credentials in PostgreSQL. Only {@code app} wires it. */
@NullMarked
package dev.posthaste.login.postgres;

import org.jspecify.annotations.NullMarked;
