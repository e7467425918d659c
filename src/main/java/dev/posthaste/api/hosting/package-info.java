/**
 * Hosted domains, their DKIM keys and the DNS records that they must publish.
 *
 * <p>Way in: {@link dev.posthaste.api.hosting.DomainCalls}, which declares the operations and carries them out. The records of their
 * requests and answers are the source of the JSON; the messages in {@code proto/} are compared with them when the server
 * starts.
 */
@NullMarked
package dev.posthaste.api.hosting;

import org.jspecify.annotations.NullMarked;
