package dev.posthaste.senderauth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An independent verifier: implements RFC 6376 with regular expressions and without code of the signer. */
final class DkimVerifier {

    private final Map<String, String> records;

    /** @param records text of TXT records by name */
    DkimVerifier(Map<String, String> records) {
        this.records = records;
    }

    /** The result for each DKIM-Signature field from the top: "pass", "body" or "signature". */
    List<String> verify(byte[] message) throws GeneralSecurityException {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String header = text.substring(0, end + 2);
        String body = text.substring(end + 4);
        List<String> fields = List.of(header.split("\r\n(?![ \t])"));
        List<String> verdicts = new ArrayList<>();
        for (String field : fields) {
            if (field.matches("(?is)dkim-signature *:.*")) {
                verdicts.add(verdict(field, fields, body));
            }
        }
        return verdicts;
    }

    private String verdict(String field, List<String> fields, String body) throws GeneralSecurityException {
        Map<String, String> tags = tags(field.substring(field.indexOf(':') + 1));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(latin(canonicalBody(body)));
        if (!Base64.getEncoder().encodeToString(hash).equals(tags.get("bh"))) {
            return "body";
        }
        StringBuilder signed = new StringBuilder();
        List<String> unused = new ArrayList<>(fields);
        for (String name : tags.get("h").split(":")) {
            for (int i = unused.size() - 1; i >= 0; i--) {
                if (unused.get(i).matches("(?is)" + Pattern.quote(name) + "[ \t]*:.*")) {
                    signed.append(canonicalField(unused.remove(i))).append("\r\n");
                    break;
                }
            }
        }
        signed.append(canonicalField(field.replaceAll("(?s)([;\\s]b=)[^;]*", "$1")));
        Map<String, String> key = tags(records.get(tags.get("s") + "._domainkey." + tags.get("d")));
        return check(tags.get("a"), key, latin(signed.toString()), tags.get("b")) ? "pass" : "signature";
    }

    private static boolean check(String algorithm, Map<String, String> key, byte[] signed, String b)
            throws GeneralSecurityException {
        byte[] published = Base64.getDecoder().decode(key.get("p"));
        boolean edwards = algorithm.equals("ed25519-sha256");
        Signature signature = Signature.getInstance(edwards ? "Ed25519" : "SHA256withRSA");
        signature.initVerify(edwards ? edwards(published) : rsa(published));
        signature.update(edwards ? MessageDigest.getInstance("SHA-256").digest(signed) : signed);
        return signature.verify(Base64.getDecoder().decode(b));
    }

    private static PublicKey rsa(byte[] published) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(published));
    }

    private static PublicKey edwards(byte[] published) throws GeneralSecurityException {
        byte[] bigEndian = new byte[published.length];
        for (int i = 0; i < published.length; i++) {
            bigEndian[i] = published[published.length - 1 - i];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7F;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    static String canonicalField(String field) {
        int colon = field.indexOf(':');
        String value = field.substring(colon + 1).replace("\r\n", "").replaceAll("[ \t]+", " ");
        return field.substring(0, colon).strip().toLowerCase(java.util.Locale.ROOT) + ":" + value.strip();
    }

    static String canonicalBody(String body) {
        String lines =
                body.replaceAll("[ \t]+", " ").replaceAll(" ?(?=\r\n|\\z)", "").replaceAll("(?:\r\n)+\\z", "");
        return lines.isEmpty() ? "" : lines + "\r\n";
    }

    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new TreeMap<>();
        Matcher matcher = Pattern.compile("\\s*([a-z]+)\\s*=([^;]*)(?:;|\\z)").matcher(text);
        while (matcher.find()) {
            tags.put(matcher.group(1), matcher.group(2).replaceAll("\\s+", ""));
        }
        return tags;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
