package io.runasjob.chaos.wire;

import java.nio.charset.StandardCharsets;

/**
 * PostgreSQL says with each CommandComplete what was done: {@code INSERT 0 1}, {@code UPDATE 3}, {@code COMMIT}. So its answers
 * alone tell which of them is the answer to a commit, whatever form the client chose to ask in. A commit of a failed transaction
 * is answered {@code ROLLBACK}.
 */
public final class PostgresSpy implements CommitSpy {
    private static final int HEADER = 5;
    private static final int LONGEST_TAG = 64;

    private final StringBuilder tag = new StringBuilder();
    private final byte[] header = new byte[HEADER];
    private int headerRead;
    private long bodyLeft;
    private boolean wrote;

    @Override
    public void sent(byte[] bytes, int length) {}

    @Override
    public synchronized boolean answersCommit(byte[] bytes, int length) {
        boolean committed = false;
        for (int i = 0; i < length; i++) {
            committed |= read(bytes[i]);
        }
        return committed;
    }

    /** Whether this byte completes such an answer. */
    private boolean read(byte next) {
        if (headerRead < HEADER) {
            header[headerRead++] = next;
            if (headerRead < HEADER) {
                return false;
            }
            bodyLeft = length() - 4;
            tag.setLength(0);
        } else {
            bodyLeft--;
            keep(next);
        }
        if (bodyLeft > 0) {
            return false;
        }
        headerRead = 0;
        return header[0] == 'C' && completes(tag.toString());
    }

    private long length() {
        return ((header[1] & 0xffL) << 24)
                | ((header[2] & 0xff) << 16)
                | ((header[3] & 0xff) << 8)
                | (header[4] & 0xff);
    }

    private void keep(byte next) {
        if (header[0] == 'C' && next != 0 && tag.length() < LONGEST_TAG) {
            tag.append(new String(new byte[] {next}, StandardCharsets.US_ASCII));
        }
    }

    private boolean completes(String done) {
        if (done.equals("COMMIT") || done.equals("ROLLBACK")) {
            boolean committed = wrote && done.equals("COMMIT");
            wrote = false;
            return committed;
        }
        boolean writes = done.startsWith("INSERT") || done.startsWith("UPDATE") || done.startsWith("DELETE");
        wrote |= writes && !done.endsWith(" 0");
        return false;
    }
}
