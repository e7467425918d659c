package dev.posthaste.torture;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message in a folder, as a client remembers it: which it is, its flags without \Recent, a digest of its octets. */
record Copy(String token, Set<String> flags, String digest) {

    private static final Pattern SUBJECT = Pattern.compile("(?m)^Subject: (t\\d+-\\w+)\r?$");

    Copy {
        flags = Set.copyOf(flags);
    }

    /** Read from its octets. */
    static Copy of(String octets, Set<String> flags) {
        Matcher subject = SUBJECT.matcher(octets);
        return new Copy(subject.find() ? subject.group(1) : "foreign", flags, digest(octets));
    }

    Copy with(String flag) {
        Set<String> more = new TreeSet<>(flags);
        more.add(flag);
        return new Copy(token, more, digest);
    }

    Copy without(String flag) {
        Set<String> fewer = new TreeSet<>(flags);
        fewer.remove(flag);
        return new Copy(token, fewer, digest);
    }

    private static String digest(String octets) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(octets.getBytes(StandardCharsets.ISO_8859_1)), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
