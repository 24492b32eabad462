package io.runasjob.chaos.wire;

/**
 * Reads along on one connection to find the answers to commits of transactions that have written. Fed by two threads, one for
 * each direction.
 */
public interface CommitSpy {
    /** The client sends this. */
    void sent(byte[] bytes, int length);

    /** The server answers this: whether it holds, to its end, the answer that a transaction with writes was committed. */
    boolean answersCommit(byte[] bytes, int length);

    /** For protocols that nobody reads here: finds no commit ever. */
    static CommitSpy blind() {
        return new CommitSpy() {
            @Override
            public void sent(byte[] bytes, int length) {}

            @Override
            public boolean answersCommit(byte[] bytes, int length) {
                return false;
            }
        };
    }
}
