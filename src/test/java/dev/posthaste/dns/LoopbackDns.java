package dev.posthaste.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server on the loopback interface that answers from a script, over UDP and TCP on one port. */
final class LoopbackDns implements AutoCloseable {

    /** Maximum size of a UDP answer without EDNS; longer answers are truncated. */
    private static final int UDP_OCTETS = 1200;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<Name, List<Record>> zone = new ConcurrentHashMap<>();
    private final Map<Name, Integer> codes = new ConcurrentHashMap<>();
    private final Map<Name, ExtendedErrorCodeOption> errors = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    LoopbackDns() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        tcp = new ServerSocket(0, 10, loopback);
        udp = new DatagramSocket(tcp.getLocalPort(), loopback);
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    DnsServers servers() {
        return new DnsServers(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort())));
    }

    /** Sets all records of a name, in zone file format, such as {@code "a.test. 60 IN A 192.0.2.1"}. */
    LoopbackDns records(String name, Record... records) throws IOException {
        zone.put(Name.fromString(name), List.of(records));
        return this;
    }

    /** Sets a name that is answered with an error code, or not at all if the code is negative. */
    LoopbackDns code(String name, int rcode) throws IOException {
        codes.put(Name.fromString(name), rcode);
        return this;
    }

    /** Sets a name that is answered with SERVFAIL and an extended error (RFC 8914). */
    LoopbackDns error(String name, int code, String text) throws IOException {
        errors.put(Name.fromString(name), new ExtendedErrorCodeOption(code, text));
        return code(name, Rcode.SERVFAIL);
    }

    int questions() {
        return questions.get();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Message question = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
                byte[] answer = answer(question).toWire(UDP_OCTETS);
                if (codes.getOrDefault(question.getQuestion().getName(), 0) >= 0) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                requireClosed(closed);
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept();
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
                connections.incrementAndGet();
                byte[] answer = answer(new Message(in.readNBytes(in.readUnsignedShort())))
                        .toWire();
                out.writeShort(answer.length);
                out.write(answer);
            } catch (IOException closed) {
                requireClosed(closed);
            }
        }
    }

    private void requireClosed(IOException failure) {
        if (!udp.isClosed()) {
            throw new UncheckedIOException(failure);
        }
    }

    private Message answer(Message question) {
        questions.incrementAndGet();
        Record asked = question.getQuestion();
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(asked, Section.QUESTION);
        List<Record> records = zone.getOrDefault(asked.getName(), List.of());
        int missing = zone.containsKey(asked.getName()) ? Rcode.NOERROR : Rcode.NXDOMAIN;
        answer.getHeader().setRcode(Math.max(0, codes.getOrDefault(asked.getName(), missing)));
        ExtendedErrorCodeOption error = errors.get(asked.getName());
        if (error != null) {
            answer.addRecord(new OPTRecord(UDP_OCTETS, Rcode.NOERROR, 0, 0, List.of(error)), Section.ADDITIONAL);
        }
        records.stream()
                .filter(record -> record.getType() == asked.getType() || record.getType() == org.xbill.DNS.Type.CNAME)
                .forEach(record -> answer.addRecord(record, Section.ANSWER));
        return answer;
    }
}
