package io.runasjob.chaos.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything between one process and the database server goes through here, at a port of its own on the loopback address.
 * Forwards faithfully until told otherwise. Safe for use by many threads.
 */
public final class Proxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final ServerSocket door;
    private final InetSocketAddress server;
    private final Supplier<CommitSpy> spies;
    private final Gate gate = new Gate();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();

    /** Counted down when a commit's answer is dropped; null while none is to be. */
    private final AtomicReference<@Nullable CountDownLatch> trap = new AtomicReference<>();

    private Proxy(ServerSocket door, InetSocketAddress server, Supplier<CommitSpy> spies) {
        this.door = door;
        this.server = server;
        this.spies = spies;
    }

    /**
     * Begins to listen.
     *
     * @param server where the database server listens, now and after each restart
     * @param spies one for each connection
     */
    public static Proxy start(InetSocketAddress server, Supplier<CommitSpy> spies) throws IOException {
        Proxy proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server, spies);
        Thread thread = new Thread(proxy::listen, "proxy-" + proxy.port());
        thread.setDaemon(true);
        thread.start();
        return proxy;
    }

    /** Where it listens. */
    public int port() {
        return door.getLocalPort();
    }

    /** Resets every connection. */
    public void cut() {
        wires.forEach(Wire::cut);
    }

    /** From now on nothing passes, and nobody is told; new connections are taken and hang. */
    public void holdUp() {
        gate.shut();
    }

    /** Ends {@link #holdUp}: what was held up goes on. */
    public void letGo() {
        gate.open();
    }

    /**
     * Waits until a transaction with writes is committed, then swallows the server's word of it and cuts the connection.
     *
     * @return false when there was none in time
     */
    public boolean dropAnswerToCommit(long longestMillis) throws InterruptedException {
        CountDownLatch dropped = new CountDownLatch(1);
        trap.set(dropped);
        boolean done = dropped.await(longestMillis, TimeUnit.MILLISECONDS);
        return done || !trap.compareAndSet(dropped, null);
    }

    /** Whether it waits for a commit. */
    boolean isTrapSet() {
        return trap.get() != null;
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        letGo();
    }

    private boolean springTrap() {
        CountDownLatch waiting = trap.getAndSet(null);
        if (waiting != null) {
            waiting.countDown();
        }
        return waiting != null;
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException e) {
                requireClosed(e);
            }
        }
    }

    private void requireClosed(IOException error) {
        if (!door.isClosed()) {
            throw new UncheckedIOException(error);
        }
    }

    /** A server that is away refuses: then the client's connection is reset. */
    private void connect(Socket client) throws IOException {
        Socket behind = new Socket();
        Wire wire = new Wire(client, behind, gate, spies.get());
        try {
            behind.connect(server, CONNECT_MILLIS);
        } catch (IOException e) {
            wire.cut();
            return;
        }
        wires.add(wire);
        wire.start(this::springTrap, () -> wires.remove(wire));
    }
}
