package io.runasjob.chaos.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * MariaDB answers every command with the same OK, so the commands must be read: {@code COM_QUERY} with the text {@code COMMIT}
 * after one that writes. The client waits for the answer of each before it sends the next: what the server says then is the
 * answer.
 */
public final class MariaDbSpy implements CommitSpy {
    private static final int HEADER = 4;
    private static final int COM_QUERY = 3;
    private static final int OK = 0;
    private static final int LONGEST_TEXT = 4096;
    private static final Pattern WRITES = Pattern.compile("\\b(insert|update|delete)\\b");
    private static final Pattern LOCKS = Pattern.compile("for update");

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final byte[] header = new byte[HEADER];
    private int headerRead;
    private int bodyLeft;
    private boolean wrote;
    private boolean commits;

    @Override
    public synchronized void sent(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            read(bytes[i]);
        }
    }

    @Override
    public synchronized boolean answersCommit(byte[] bytes, int length) {
        boolean answered = commits && length > HEADER && bytes[HEADER] == OK;
        commits = false;
        return answered;
    }

    private void read(byte next) {
        if (headerRead < HEADER) {
            header[headerRead++] = next;
            if (headerRead < HEADER) {
                return;
            }
            bodyLeft = (header[0] & 0xff) | ((header[1] & 0xff) << 8) | ((header[2] & 0xff) << 16);
            text.reset();
        } else {
            bodyLeft--;
            if (text.size() < LONGEST_TEXT) {
                text.write(next);
            }
        }
        if (bodyLeft == 0) {
            headerRead = 0;
            packet();
        }
    }

    /** Commands begin with packet number 0; what has another number belongs to a login, or to a longer command. */
    private void packet() {
        byte[] body = text.toByteArray();
        if (header[3] != 0 || body.length == 0 || body[0] != COM_QUERY) {
            return;
        }
        String sql = new String(body, 1, body.length - 1, StandardCharsets.UTF_8)
                .trim()
                .toLowerCase(Locale.ROOT);
        commits = wrote && sql.equals("commit");
        if (sql.equals("commit") || sql.equals("rollback")) {
            wrote = false;
        } else {
            wrote |= WRITES.matcher(LOCKS.matcher(sql).replaceAll("")).find();
        }
    }
}
