/**
 * External identifiers: a prefix that names the kind and a UUIDv7 that sorts by creation time, as in
 * {@code em_06bqmz8f9r7dn6fjs0z2c4v9ew}.
 *
 * <p>Entry points: {@link IdText} for ids, {@link Secret} and {@link SecretOctets} for values that must not be printed.
 * Used by every package that owns ids; depends only on the JDK.
 *
 * @spec https://www.rfc-editor.org/info/rfc9562 RFC 9562: Universally Unique IDentifiers (UUIDs)
 */
@NullMarked
package dev.posthaste.id;

import org.jspecify.annotations.NullMarked;
