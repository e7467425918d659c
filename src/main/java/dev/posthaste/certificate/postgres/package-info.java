/** Certificates in PostgreSQL by Hibernate Reactive, their keys sealed. Only {@code app} wires it. */
@NullMarked
package dev.posthaste.certificate.postgres;

import org.jspecify.annotations.NullMarked;
