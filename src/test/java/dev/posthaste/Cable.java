package dev.posthaste;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Between a server and what it depends on: a port on loopback that leads to another, and can be cut and mended. */
public final class Cable implements AutoCloseable {

    private final ServerSocket near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> ends = new ConcurrentLinkedQueue<>();
    private final int far;
    private volatile boolean whole = true;

    /** Leads to this port. */
    public Cable(int far) throws IOException {
        this.far = far;
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it begins. */
    public int port() {
        return near.getLocalPort();
    }

    /** Ends every connection and lets none through. */
    public void cut() throws IOException {
        whole = false;
        for (Socket end = ends.poll(); end != null; end = ends.poll()) {
            end.close();
        }
    }

    /** Lets connections through again. */
    public void mend() {
        whole = true;
    }

    @Override
    public void close() throws IOException {
        near.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = near.accept();
                if (whole) {
                    connect(client);
                } else {
                    client.close();
                }
            }
        } catch (IOException closed) {
            whole = false;
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), far);
        ends.add(client);
        ends.add(server);
        Thread.ofVirtual().start(() -> carry(client, server));
        Thread.ofVirtual().start(() -> carry(server, client));
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException cut) {
            ends.remove(from);
        }
    }
}
