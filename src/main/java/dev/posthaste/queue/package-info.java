/**
 * The queue of mail for other servers: what is due, to whom and when, and the history of attempts.
 *
 * <p>Way in: {@link dev.posthaste.queue.Dispatcher} keeps deliveries going: it leases what is due from the {@link
 * dev.posthaste.queue.QueueStore}, hands it to a {@link dev.posthaste.queue.Carrier}, decides by the {@link
 * dev.posthaste.queue.RetrySchedule} and settles. {@link dev.posthaste.queue.EmailHistory} is for whoever asks about an
 * email. Only {@code intake} adds to it. Delivery is at least once: a lease that runs out is taken again.
 *
 * <p>Read by {@code delivery.remote}, {@code delivery.report} and the API; reads {@code address}, {@code blob} and {@code
 * id}.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc3463 RFC 3463: Enhanced Mail System Status Codes
 */
@NullMarked
package dev.posthaste.queue;

import org.jspecify.annotations.NullMarked;
