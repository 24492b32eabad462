package io.runasjob.job;

/**
 * Why an attempt or a job ended without success. Immutable; threads may share it.
 *
 * @param kind where it comes from
 * @param exception class name of the handler's exception, or of ours when the system ended the attempt
 * @param message its message, at most 4,000 characters; empty when it had none
 * @param stack its stack trace, at most 16,000 characters; empty when there is none
 */
public record JobError(Kind kind, String exception, String message, String stack) {

    /** Longest message kept, in characters. */
    public static final int LONGEST_MESSAGE = 4_000;

    /** Longest stack trace kept, in characters. */
    public static final int LONGEST_STACK = 16_000;

    /** Where an error comes from. */
    public enum Kind {
        /** The handler threw. */
        HANDLER,
        /** An exception of a database driver (JDBC, MongoDB) is the error or among its causes. */
        DATABASE,
        /** The arguments or the result could not be read, bound, written or stored. */
        VALIDATION,
        /** The JVM, the node or a limit ended the attempt: an {@link Error}, a timeout, a lost node. */
        SYSTEM
    }

    /** Cuts message and stack to their longest lengths and replaces characters that databases refuse (NUL). */
    public JobError {
        message = cut(message, LONGEST_MESSAGE);
        stack = cut(stack, LONGEST_STACK);
    }

    private static String cut(String text, int longest) {
        String legal = text.replace('\0', '\uFFFD');
        return legal.length() <= longest ? legal : legal.substring(0, longest);
    }
}
