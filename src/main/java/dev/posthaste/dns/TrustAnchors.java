package dev.posthaste.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The DNSSEC trust anchors (RFC 4033 section 2), as DS or DNSKEY records. Names below none of them are not validated.
 */
public final class TrustAnchors {

    /** Maximum size of a file; an anchor has a few hundred octets. */
    private static final int MAX_FILE_OCTETS = 64 << 10;

    private static final Pattern HAS_RECORDS = Pattern.compile("(?is).*\\s(DS|DNSKEY)\\s.*");

    /**
     * The algorithms that RFC 8624 section 3.1 requires for validation, without SHA-1. An anchor of another algorithm
     * would make everything below it count as unsigned.
     */
    private static final Set<Integer> ALGORITHMS = Set.of(
            Algorithm.RSASHA256,
            Algorithm.RSASHA512,
            Algorithm.ECDSAP256SHA256,
            Algorithm.ECDSAP384SHA384,
            Algorithm.ED25519,
            Algorithm.ED448);

    /** Digest lengths in octets of the digest types that RFC 8624 section 3.3 requires, without SHA-1. */
    private static final Map<Integer, Integer> DIGESTS = Map.of(Digest.SHA256, 32, Digest.SHA384, 48);

    /** No anchor: nothing is validated. */
    public static final TrustAnchors NONE = new TrustAnchors(List.of());

    /** The setting for {@link #ROOT}. */
    private static final String ROOT_NAME = "root";

    /** IANA's root keys KSK-2017 and KSK-2024: {@code https://data.iana.org/root-anchors/root-anchors.xml}. */
    public static final TrustAnchors ROOT = read("""
            . IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
            . IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
            """);

    private final List<Record> records;

    private TrustAnchors(List<Record> records) {
        this.records = List.copyOf(records);
    }

    /**
     * Parses the operator's setting. May read a file, so call it only at start.
     *
     * <pre>
     * anchors = "root"                       ; IANA's
     *         / record *((";" / LF) record)  ; DS or DNSKEY, in presentation format (RFC 4034 sections 2.2 and 5.3)
     *         / path                         ; of a file with such records, as in a zone file
     * </pre>
     *
     * @throws IllegalArgumentException if it is malformed; the message is for the operator
     */
    public static TrustAnchors parse(String setting) {
        if (setting.equals(ROOT_NAME)) {
            return ROOT;
        }
        return HAS_RECORDS.matcher(setting).matches() ? read(setting.replace(';', '\n')) : read(file(setting));
    }

    /** Whether there is no anchor. */
    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** The records in presentation format, one per line. */
    String lines() {
        return records.stream().map(Record::toString).collect(Collectors.joining("\n", "", "\n"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustAnchors that && records.equals(that.records);
    }

    @Override
    public int hashCode() {
        return records.hashCode();
    }

    @Override
    public String toString() {
        return "TrustAnchors" + records;
    }

    private static String file(String setting) {
        try (InputStream in = Files.newInputStream(Path.of(setting))) {
            byte[] octets = in.readNBytes(MAX_FILE_OCTETS + 1);
            if (octets.length > MAX_FILE_OCTETS) {
                throw new IllegalArgumentException("the file '" + setting + "' is larger than a list of keys is");
            }
            return new String(octets, StandardCharsets.US_ASCII);
        } catch (InvalidPathException | IOException unreadable) {
            throw new IllegalArgumentException(
                    "'" + setting + "' is neither 'root', nor DS or DNSKEY records such as"
                            + " '. IN DS 20326 8 2 E06D44B8…', nor a file with such records that can be read",
                    unreadable);
        }
    }

    private static TrustAnchors read(String text) {
        List<Record> records = records(text);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("holds no DS or DNSKEY record");
        }
        return new TrustAnchors(records.stream().map(TrustAnchors::anchor).toList());
    }

    private static List<Record> records(String text) {
        List<Record> records = new ArrayList<>();
        try (Master zone =
                new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), Name.root, 0)) {
            // Do not let an anchor file include other files.
            zone.disableIncludes();
            zone.expandGenerate(false);
            for (Record record = zone.nextRecord(); record != null; record = zone.nextRecord()) {
                records.add(record);
            }
            return records;
        } catch (IOException | RuntimeException wrong) {
            // dnsjava's parser throws unchecked exceptions for some texts, such as an empty quoted string.
            throw new IllegalArgumentException(
                    "is no list of DS or DNSKEY records such as '. IN DS 20326 8 2 E06D44B8…': " + wrong.getMessage(),
                    wrong);
        }
    }

    private static Record anchor(Record record) {
        boolean usable = record.getDClass() == DClass.IN
                && switch (record) {
                    // Excludes CDS and CDNSKEY, which are subclasses; they are requests of a child zone, not keys.
                    case DSRecord ds -> ds.getType() == org.xbill.DNS.Type.DS && isUsable(ds);
                    case DNSKEYRecord key -> key.getType() == org.xbill.DNS.Type.DNSKEY && isUsable(key);
                    default -> false;
                };
        if (!usable) {
            throw new IllegalArgumentException("'" + record + "' is no DS or DNSKEY record that signatures can be"
                    + " checked with: the algorithm must be one of 8, 10, 13, 14, 15, 16, the digest one of 2, 4,"
                    + " and the key a zone's that is not revoked");
        }
        return record;
    }

    private static boolean isUsable(DSRecord ds) {
        return ALGORITHMS.contains(ds.getAlgorithm())
                && ds.getDigest().length == DIGESTS.getOrDefault(ds.getDigestID(), -1);
    }

    private static boolean isUsable(DNSKEYRecord key) {
        return ALGORITHMS.contains(key.getAlgorithm())
                && (key.getFlags() & DNSKEYRecord.Flags.ZONE_KEY) != 0
                && (key.getFlags() & DNSKEYRecord.Flags.REVOKE) == 0;
    }
}
