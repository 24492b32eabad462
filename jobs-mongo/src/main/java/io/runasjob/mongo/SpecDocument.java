package io.runasjob.mongo;

import io.runasjob.job.JobLimits;
import io.runasjob.job.JobSpec;
import io.runasjob.job.Labels;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Subject;
import io.runasjob.job.Uniqueness;
import io.runasjob.retry.RetryPolicy;
import io.runasjob.spi.PayloadCodec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** How what was asked for lies in the document of a job. The payload and the retry policy are text, as they came. */
final class SpecDocument {
    private static final String MAX_ATTEMPTS = "maxAttempts";
    private static final String TIMEOUT = "timeoutNanos";
    private static final String RETRY = "retry";
    private static final String METADATA = "metadata";
    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final String ON_DUPLICATE = "onDuplicate";
    private static final String KIND = "kind";
    private static final String SUBJECT_ID = "id";

    private SpecDocument() {}

    static void write(BsonDocument job, JobSpec spec) {
        Values.put(job, Names.TYPE, spec.type());
        Values.put(job, Names.NAME, spec.name());
        Values.put(job, Names.QUEUE, spec.queue());
        job.put(Names.PRIORITY, new BsonInt32(spec.priority()));
        Values.put(job, Names.OWNER, spec.ownerOrNull());
        Values.put(job, Names.PAYLOAD, spec.payload());
        writeLimits(job, spec.limits());
        writeLabels(job, spec.labels());
        spec.unique()
                .ifPresent(unique -> job.put(
                        Names.UNIQUE,
                        new BsonDocument(KEY, new BsonString(unique.key()))
                                .append(
                                        ON_DUPLICATE,
                                        new BsonString(unique.onDuplicate().name()))));
    }

    static JobSpec read(BsonDocument job) {
        return new JobSpec(
                Values.text(job, Names.TYPE),
                Values.text(job, Names.NAME),
                Values.text(job, Names.QUEUE),
                Values.number(job, Names.PRIORITY),
                Values.textOrNull(job, Names.OWNER),
                Values.text(job, Names.PAYLOAD),
                readLimits(job),
                readLabels(job),
                readUnique(job));
    }

    /** The unique key that a job has, whether it holds it or not. */
    static @Nullable String uniqueKey(BsonDocument job) {
        return job.containsKey(Names.UNIQUE) ? Values.text(job.getDocument(Names.UNIQUE), KEY) : null;
    }

    /** A subject as it is stored, and looked for. */
    static BsonDocument subject(Subject subject) {
        return new BsonDocument(KIND, new BsonString(subject.kind())).append(SUBJECT_ID, new BsonString(subject.id()));
    }

    private static void writeLimits(BsonDocument job, JobLimits limits) {
        job.put(MAX_ATTEMPTS, new BsonInt32(limits.maxAttempts()));
        limits.timeout().ifPresent(timeout -> job.put(TIMEOUT, new BsonInt64(timeout.toNanos())));
        limits.retry()
                .ifPresent(retry -> Values.put(job, RETRY, PayloadCodec.json().encode(retry, RetryPolicy.class)));
    }

    private static JobLimits readLimits(BsonDocument job) {
        Duration timeout = job.containsKey(TIMEOUT)
                ? Duration.ofNanos(job.getNumber(TIMEOUT).longValue())
                : null;
        String retry = Values.textOrNull(job, RETRY);
        RetryPolicy policy =
                retry == null ? null : (RetryPolicy) PayloadCodec.json().decode(retry, RetryPolicy.class);
        return new JobLimits(Values.number(job, MAX_ATTEMPTS), timeout, policy);
    }

    /** Keys of metadata are values here: as names of fields some would not be legal. */
    private static void writeLabels(BsonDocument job, Labels labels) {
        if (!labels.tags().isEmpty()) {
            job.put(Names.TAGS, Values.texts(labels.tags()));
        }
        if (!labels.subjects().isEmpty()) {
            job.put(
                    Names.SUBJECTS,
                    new BsonArray(labels.subjects().stream()
                            .map(SpecDocument::subject)
                            .toList()));
        }
        if (!labels.metadata().isEmpty()) {
            job.put(
                    METADATA,
                    new BsonArray(labels.metadata().entrySet().stream()
                            .map(SpecDocument::entry)
                            .toList()));
        }
    }

    private static BsonDocument entry(Map.Entry<String, String> entry) {
        return new BsonDocument(KEY, new BsonString(entry.getKey())).append(VALUE, new BsonString(entry.getValue()));
    }

    private static Labels readLabels(BsonDocument job) {
        List<Subject> subjects = array(job, Names.SUBJECTS).stream()
                .map(BsonValue::asDocument)
                .map(subject -> new Subject(Values.text(subject, KIND), Values.text(subject, SUBJECT_ID)))
                .toList();
        Map<String, String> metadata = new LinkedHashMap<>();
        array(job, METADATA).stream()
                .map(BsonValue::asDocument)
                .forEach(entry -> metadata.put(Values.text(entry, KEY), Values.text(entry, VALUE)));
        return new Labels(subjects, Set.copyOf(Values.texts(array(job, Names.TAGS))), metadata);
    }

    private static BsonArray array(BsonDocument job, String field) {
        return job.getArray(field, new BsonArray());
    }

    private static @Nullable Uniqueness readUnique(BsonDocument job) {
        if (!job.containsKey(Names.UNIQUE)) {
            return null;
        }
        BsonDocument unique = job.getDocument(Names.UNIQUE);
        return new Uniqueness(Values.text(unique, KEY), OnDuplicate.valueOf(Values.text(unique, ON_DUPLICATE)));
    }
}
