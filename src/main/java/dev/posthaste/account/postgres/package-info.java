/**
 * Accounts in PostgreSQL: the control plane by Hibernate Reactive, the questions that mail asks for every message by
 * prepared statements on the same pool. Only {@code app} wires it.
 */
@NullMarked
package dev.posthaste.account.postgres;

import org.jspecify.annotations.NullMarked;
