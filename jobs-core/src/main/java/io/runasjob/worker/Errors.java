package io.runasjob.worker;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.JobError;
import io.runasjob.job.JobError.Kind;
import io.runasjob.job.PayloadTooLargeException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.function.Supplier;

/** Describes what an attempt ended with, for the store. */
final class Errors {
    private static final int MOST_CAUSES = 20;

    /** By name, so that the core needs no database on its module path. */
    private static final Set<String> DATABASE_EXCEPTIONS =
            Set.of("java.sql.SQLException", "com.mongodb.MongoException");

    private Errors() {}

    static JobError describe(Throwable thrown) {
        return describe(thrown, kindOf(thrown));
    }

    static JobError describe(Throwable thrown, Kind kind) {
        return new JobError(kind, thrown.getClass().getName(), messageOf(thrown), stackOf(thrown));
    }

    private static Kind kindOf(Throwable thrown) {
        if (thrown instanceof InvalidValueException || thrown instanceof PayloadTooLargeException) {
            return Kind.VALIDATION;
        }
        if (thrown instanceof Error) {
            return Kind.SYSTEM;
        }
        return comesFromDatabase(thrown) ? Kind.DATABASE : Kind.HANDLER;
    }

    private static boolean comesFromDatabase(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (isDatabaseException(cause.getClass())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isDatabaseException(Class<?> thrown) {
        for (Class<?> type = thrown; type != null; type = type.getSuperclass()) {
            if (DATABASE_EXCEPTIONS.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    private static String messageOf(Throwable thrown) {
        return described(() -> {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        });
    }

    private static String stackOf(Throwable thrown) {
        return described(() -> {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            return text.toString();
        });
    }

    /** The exception is the host's own code, which may throw in its turn; and memory may be short. */
    private static String described(Supplier<String> description) {
        try {
            return description.get();
        } catch (RuntimeException | Error e) {
            return "(could not be described: " + e.getClass().getName() + ")";
        }
    }
}
