package dev.posthaste;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A TCP proxy between a server and a service that it depends on, whose connections can be cut and restored. */
public final class Cable implements AutoCloseable {

    private final ServerSocket near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> ends = new ConcurrentLinkedQueue<>();
    private final int far;
    private volatile boolean whole = true;

    /** Forwards to this local port. */
    public Cable(int far) throws IOException {
        this.far = far;
        Thread.ofVirtual().start(this::accept);
    }

    /** The port to connect to. */
    public int port() {
        return near.getLocalPort();
    }

    /** Closes every connection and refuses new ones. */
    public void cut() throws IOException {
        whole = false;
        for (Socket end = ends.poll(); end != null; end = ends.poll()) {
            end.close();
        }
    }

    /** Accepts connections again. */
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
