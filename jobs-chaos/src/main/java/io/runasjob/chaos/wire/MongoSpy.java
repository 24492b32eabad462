package io.runasjob.chaos.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * MongoDB commits with every command that writes, unless that is part of a transaction; then with the command that commits. A
 * message names the one that it answers, so both directions are read. What the server says of the write does not matter: a
 * client that hears nothing does not know whether it took place, and that is the fault.
 */
public final class MongoSpy implements CommitSpy {
    private static final int OP_MSG = 2013;
    private static final int NAME = 26;
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "commitTransaction");

    private final Set<Integer> writing = new HashSet<>();
    private final Messages requests = new Messages(this::request);
    private final Messages answers = new Messages(this::answer);
    private boolean answered;

    @Override
    public synchronized void sent(byte[] bytes, int length) {
        requests.add(bytes, length);
    }

    @Override
    public synchronized boolean answersCommit(byte[] bytes, int length) {
        answered = false;
        answers.add(bytes, length);
        return answered;
    }

    private void request(byte[] message) {
        if (number(message, 12) == OP_MSG && WRITES.contains(command(message)) && !isInTransaction(message)) {
            writing.add(number(message, 4));
        }
    }

    private void answer(byte[] message) {
        answered |= writing.remove(number(message, 8));
    }

    /** Header, flags, the kind of the first section, the length of its document, the type of its first field; then its name. */
    private static String command(byte[] message) {
        StringBuilder name = new StringBuilder();
        for (int at = NAME; at < message.length && message[at] != 0; at++) {
            name.append((char) message[at]);
        }
        return name.toString();
    }

    /** A write of a transaction says so by {@code autocommit: false}; the commit itself counts all the same. */
    private static boolean isInTransaction(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.contains("\u0008autocommit\0\0") && !command(message).equals("commitTransaction");
    }

    private static int number(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    /** Puts messages together, wherever the network divides them. */
    private static final class Messages {
        private final Consumer<byte[]> reader;
        private byte[] begun = {};

        Messages(Consumer<byte[]> reader) {
            this.reader = reader;
        }

        void add(byte[] bytes, int length) {
            byte[] all = Arrays.copyOf(begun, begun.length + length);
            System.arraycopy(bytes, 0, all, begun.length, length);
            int from = 0;
            while (all.length - from >= Integer.BYTES && all.length - from >= number(all, from)) {
                int end = from + number(all, from);
                reader.accept(Arrays.copyOfRange(all, from, end));
                from = end;
            }
            begun = Arrays.copyOfRange(all, from, all.length);
        }
    }
}
