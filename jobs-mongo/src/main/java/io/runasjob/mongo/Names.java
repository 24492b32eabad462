package io.runasjob.mongo;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import java.util.regex.Pattern;

/** The names of the fields of a job, and the rule for those of the collections. Stored for years: never change one. */
final class Names {
    static final String DEFAULT_PREFIX = "job";

    static final String ID = "_id";
    static final String TYPE = "type";
    static final String NAME = "name";
    static final String QUEUE = "queue";
    static final String PRIORITY = "priority";
    static final String OWNER = "owner";
    static final String PAYLOAD = "payload";
    static final String TAGS = "tags";
    static final String SUBJECTS = "subjects";
    static final String UNIQUE = "unique";

    /** The unique key, only while the job is unfinished. */
    static final String HOLDS = "holds";

    static final String STATUS = "status";
    static final String CREATED = "created";
    static final String DUE = "due";
    static final String STARTED = "started";
    static final String FINISHED = "finished";
    static final String ATTEMPT = "attempt";
    static final String FAILURES = "failures";
    static final String LOSSES = "losses";
    static final String NODE = "node";
    static final String CANCEL = "cancel";
    static final String PROGRESS = "progress";
    static final String RESULT = "result";
    static final String ERROR = "error";

    /** The latest attempts, see {@link AttemptDocuments}. */
    static final String ATTEMPTS = "attempts";

    /** Stamp of the latest claim. */
    static final String CLAIM = "claim";

    /** Stamp of the latest act of a person. */
    static final String TOUCHED = "touched";

    /** The intake of a staged job, and the status that it begins in. */
    static final String INTAKE = "intake";

    static final String BEGINS = "begins";

    /** The status of a staged job, which is none that a job can have. */
    static final String STAGED = "STAGED";

    private static final Pattern PREFIX = Pattern.compile("^[A-Za-z][A-Za-z0-9_]{0,30}$");

    private Names() {}

    static String checkPrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new InvalidValueException(
                    Field.SETTING, prefix, "a letter, then up to 30 letters, digits or underscores", null);
        }
        return prefix;
    }
}
