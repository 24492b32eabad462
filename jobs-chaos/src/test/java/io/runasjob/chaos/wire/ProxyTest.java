package io.runasjob.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client and a server that exchange single bytes; the server's {@value #COMMITTED} is the answer to a commit. */
@Timeout(60)
class ProxyTest {
    private static final int COMMITTED = 'C';
    private static final int SHORT_MILLIS = 100;

    private ServerSocket server;
    private Proxy proxy;
    private Socket client;
    private Socket far;

    @BeforeEach
    void connect() throws Exception {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        proxy = Proxy.start((InetSocketAddress) server.getLocalSocketAddress(), Spy::new);
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        far = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        client.close();
        far.close();
        server.close();
    }

    @Test
    void what_is_said_arrives_in_both_directions() throws IOException {
        assertPasses(client, far, 'x');
        assertPasses(far, client, COMMITTED);
    }

    @Test
    void a_cut_is_felt_at_both_ends() throws IOException {
        assertPasses(client, far, 'x');
        proxy.cut();
        assertThatThrownBy(() -> read(client)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> read(far)).isInstanceOf(SocketException.class);
    }

    @Test
    void what_is_held_up_arrives_when_it_is_let_go() throws IOException {
        assertPasses(client, far, 'x');
        proxy.holdUp();
        client.getOutputStream().write('y');
        far.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> read(far)).isInstanceOf(SocketTimeoutException.class);
        proxy.letGo();
        far.setSoTimeout(0);
        assertThat(read(far)).isEqualTo('y');
    }

    @Test
    void the_answer_to_a_commit_is_dropped_once_and_the_wire_cut() throws Exception {
        assertPasses(far, client, COMMITTED);
        FutureTask<Boolean> drop = new FutureTask<>(() -> proxy.dropAnswerToCommit(TimeUnit.MINUTES.toMillis(1)));
        new Thread(drop, "drop").start();
        while (!proxy.isTrapSet()) {
            Thread.onSpinWait();
        }
        assertPasses(far, client, 'x');
        far.getOutputStream().write(COMMITTED);
        assertThatThrownBy(() -> read(client)).isInstanceOf(SocketException.class);
        assertThat(drop.get()).isTrue();
    }

    @Test
    void a_trap_that_nobody_steps_into_is_taken_away() throws Exception {
        assertThat(proxy.dropAnswerToCommit(1)).isFalse();
        assertPasses(far, client, COMMITTED);
    }

    private static void assertPasses(Socket from, Socket to, int letter) throws IOException {
        from.getOutputStream().write(letter);
        assertThat(read(to)).isEqualTo(letter);
    }

    private static int read(Socket socket) throws IOException {
        return socket.getInputStream().read();
    }

    private static final class Spy implements CommitSpy {
        @Override
        public void sent(byte[] bytes, int length) {}

        @Override
        public boolean answersCommit(byte[] bytes, int length) {
            return bytes[length - 1] == COMMITTED;
        }
    }
}
