package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Writes addresses in the syntax that {@link AddressParser} reads, always in the current (not obsolete) form, quoted
 * where necessary.
 */
final class AddressWriter {

    private AddressWriter() {}

    /** One line; names are written unchanged, with or without encoded words. */
    static String write(List<Address> entries) {
        List<String> written = new ArrayList<>();
        entries.forEach(entry -> written.add(entry(entry, AddressWriter::phrase)));
        return String.join(", ", written);
    }

    /** The entries for the header of a composed message, with non-ASCII names as encoded words. */
    static List<String> encoded(List<Address> entries) {
        List<String> written = new ArrayList<>();
        entries.forEach(entry -> written.add(entry(entry, AddressWriter::encodedPhrase)));
        return written;
    }

    private static String entry(Address entry, UnaryOperator<String> phrase) {
        return switch (entry) {
            case Mailbox mailbox -> mailbox(mailbox, phrase);
            case Address.Group group -> {
                List<String> written = new ArrayList<>();
                group.members().forEach(member -> written.add(mailbox(member, phrase)));
                yield phrase.apply(group.name()) + ": " + String.join(", ", written) + ';';
            }
        };
    }

    private static String mailbox(Mailbox mailbox, UnaryOperator<String> phrase) {
        String local = isDotAtom(mailbox.local()) ? mailbox.local() : quoted(mailbox.local());
        String spec = mailbox.host().isEmpty() ? local : local + '@' + mailbox.host();
        if (mailbox.name().isEmpty() && mailbox.route().isEmpty()) {
            return spec;
        }
        String name = mailbox.name().isEmpty() ? "" : phrase.apply(mailbox.name()) + ' ';
        String route = mailbox.route().isEmpty() ? "" : mailbox.route() + ':';
        return name + '<' + route + spec + '>';
    }

    private static String encodedPhrase(String name) {
        return EncodedWords.mustEncode(name) ? EncodedWords.encodeAll(name) : phrase(name);
    }

    /** A display name: atoms if possible, otherwise a quoted string (RFC 5322 section 3.2.5). */
    private static String phrase(String name) {
        boolean atoms = !name.isEmpty() && !name.startsWith(" ") && !name.endsWith(" ") && !name.contains("  ");
        for (int i = 0; i < name.length() && atoms; i++) {
            atoms = name.charAt(i) == ' ' || Octets.isAtext(name.charAt(i));
        }
        return atoms ? name : quoted(name);
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    private static boolean isDotAtom(String local) {
        boolean atom = false;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '.' ? !atom : !Octets.isAtext(c)) {
                return false;
            }
            atom = c != '.';
        }
        return atom;
    }
}
