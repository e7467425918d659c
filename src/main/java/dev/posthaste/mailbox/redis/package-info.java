/**
 * The change feed between processes, over Redis or a compatible server. Only {@code app} uses it.
 *
 * <p>Entry point: {@link dev.posthaste.mailbox.redis.RedisChangeFeed}. Nothing is stored in Redis: messages pass
 * through one channel, and a process that misses them reads the store instead.
 */
@NullMarked
package dev.posthaste.mailbox.redis;

import org.jspecify.annotations.NullMarked;
