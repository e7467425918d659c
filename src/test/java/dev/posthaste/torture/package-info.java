/**
 * The server under torture: a mixed load from outside, a disturbance at a random moment, and an account of what was
 * promised. It knows the packaged server by its sockets and its processes alone; the store is read only to see that what
 * it counts is what it holds.
 *
 * <p>Way in: {@link dev.posthaste.torture.TortureIT}, and {@code make torture}. {@link dev.posthaste.torture.Journal}
 * keeps what each client intended and what it was told; {@link dev.posthaste.torture.Box} is what a client's mailbox must
 * therefore hold.
 */
@NullMarked
package dev.posthaste.torture;

import org.jspecify.annotations.NullMarked;
