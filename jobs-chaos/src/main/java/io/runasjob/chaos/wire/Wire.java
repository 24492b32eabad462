package io.runasjob.chaos.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.BooleanSupplier;

/** One connection through the proxy: two threads, one for each direction. Ends when either side ends, or is cut. */
final class Wire {
    private static final int CHUNK = 16 * 1024;

    private final Socket client;
    private final Socket server;
    private final Gate gate;
    private final CommitSpy spy;

    Wire(Socket client, Socket server, Gate gate, CommitSpy spy) {
        this.client = client;
        this.server = server;
        this.gate = gate;
        this.spy = spy;
    }

    /** @param drops asked when the answer to a commit has come: whether it is to be dropped, and the wire cut */
    void start(BooleanSupplier drops, Runnable ended) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        thread(
                () -> pump(client, server, (bytes, length) -> {
                    spy.sent(bytes, length);
                    return true;
                }),
                ended);
        thread(
                () -> pump(
                        server, client, (bytes, length) -> !spy.answersCommit(bytes, length) || !drops.getAsBoolean()),
                ended);
    }

    /** Both ends notice at once: the connections are reset. */
    void cut() {
        reset(client);
        reset(server);
    }

    /** What stands between reading and writing: whether the bytes may pass; if not, the wire is cut. */
    private interface Inspection {
        boolean passes(byte[] bytes, int length);
    }

    private void thread(Runnable work, Runnable ended) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        ended.run();
                    }
                },
                "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Socket from, Socket to, Inspection inspection) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[CHUNK];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (!inspection.passes(bytes, length)) {
                    return;
                }
                gate.pass();
                out.write(bytes, 0, length);
            }
        } catch (IOException e) {
            // the other direction, a fault or an end: either way this wire is over
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it was closed before
        }
    }
}
