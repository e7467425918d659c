/**
 * The change feed between processes, over Redis (or what speaks its protocol). Only {@code app} wires it.
 *
 * <p>Way in: {@link dev.posthaste.mailbox.redis.RedisChangeFeed}. Nothing lies in Redis: messages pass through one
 * channel, and who loses them reads the store instead.
 */
@NullMarked
package dev.posthaste.mailbox.redis;

import org.jspecify.annotations.NullMarked;
