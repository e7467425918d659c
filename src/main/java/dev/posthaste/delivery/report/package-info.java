/**
 * Tells senders what could not be delivered: a delivery status notification for people, for programs, and with what it is
 * about. It enters by the door as any other message, with the null reverse-path, so that nothing ever answers it.
 *
 * <p>Way in: {@link dev.posthaste.delivery.report.DeliveryReports}, which the dispatcher of {@code queue} calls. Only
 * {@code app} makes one. Reads {@code account}, {@code address}, {@code id}, {@code mime} and {@code queue}.
 *
 * @spec https://www.rfc-editor.org/info/rfc3464 RFC 3464: An Extensible Message Format for Delivery Status Notifications
 * @spec https://www.rfc-editor.org/info/rfc3834 RFC 3834: Recommendations for Automatic Responses to Electronic Mail
 * @spec https://www.rfc-editor.org/info/rfc6522 RFC 6522: The Multipart/Report Media Type
 * @spec https://www.rfc-editor.org/info/rfc6533 RFC 6533: Internationalized Delivery Status and Disposition Notifications
 */
@NullMarked
package dev.posthaste.delivery.report;

import org.jspecify.annotations.NullMarked;
