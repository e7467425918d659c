/**
 * Reports undeliverable mail to senders: a delivery status notification with a human-readable part, a machine-readable
 * part and the original message. It enters through intake like any other message, with the null reverse-path, so that
 * nothing answers it.
 *
 * <p>Entry point: {@link dev.posthaste.delivery.report.DeliveryReports}, which the dispatcher of {@code queue} calls.
 * Only {@code app} creates one. Depends on {@code account}, {@code address}, {@code id}, {@code mime} and
 * {@code queue}.
 *
 * @spec https://www.rfc-editor.org/info/rfc3464 RFC 3464: An Extensible Message Format for Delivery Status
 *     Notifications
 * @spec https://www.rfc-editor.org/info/rfc3834 RFC 3834: Recommendations for Automatic Responses to Electronic Mail
 * @spec https://www.rfc-editor.org/info/rfc6522 RFC 6522: The Multipart/Report Media Type
 * @spec https://www.rfc-editor.org/info/rfc6533 RFC 6533: Internationalized Delivery Status and Disposition
 *     Notifications
 */
@NullMarked
package dev.posthaste.delivery.report;

import org.jspecify.annotations.NullMarked;
