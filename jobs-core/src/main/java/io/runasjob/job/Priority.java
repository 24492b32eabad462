package io.runasjob.job;

/** Named priorities: whole numbers from 0 to 10, higher runs first. */
public final class Priority {
    /** The lowest legal priority. */
    public static final int MIN = 0;
    /** For work that nobody waits for. */
    public static final int LOW = 1;
    /** The default. */
    public static final int NORMAL = 5;
    /** Before ordinary work. */
    public static final int HIGH = 8;
    /** Before everything else. */
    public static final int CRITICAL = 10;
    /** The highest legal priority. */
    public static final int MAX = 10;

    private Priority() {}
}
