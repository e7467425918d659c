/**
 * What things are called from outside: a prefix that says what it is and a UUIDv7 that sorts by birth, as in {@code
 * em_06bqmz8f9r7dn6fjs0z2c4v9ew}.
 *
 * <p>Ways in: {@link IdText}; {@link Secret} and {@link SecretOctets} for what nobody may print. Read by every room that owns ids; reads nothing but the JDK.
 *
 * @spec https://www.rfc-editor.org/info/rfc9562 RFC 9562: Universally Unique IDentifiers (UUIDs)
 */
@NullMarked
package dev.posthaste.id;

import org.jspecify.annotations.NullMarked;
