/**
 * Accounts, their aliases and quotas.
 *
 * <p>Way in: {@link dev.posthaste.api.account.AccountCalls}, which declares the operations and carries them out. The records of their
 * requests and answers are the source of the JSON; the messages in {@code proto/} are compared with them when the server
 * starts.
 */
@NullMarked
package dev.posthaste.api.account;

import org.jspecify.annotations.NullMarked;
