package io.runasjob.jdbc;

import io.runasjob.jdbc.Standings.Standing;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.RetryAnswer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Retries by hand: brings jobs back from the history, with their unique keys where these are free. */
final class RetryJobs {
    private static final String BRING_BACK = """
            insert into ${jobs} (${live})
            select ${spec}, ${PENDING}, ${now}, started_at, attempt, 0, 0, node, false, progress, null
            ${from _history any id uuid} and status in ${FAILED|CANCELLED->PENDING}""";

    private static final String REMOVE =
            "${delete from _history any id uuid} and status in ${FAILED|CANCELLED->PENDING}";

    private final Database database;
    private final Standings standings;
    private final UniqueKeys keys;
    private final String bringBack;
    private final String remove;

    RetryJobs(Database database, Sql sql) {
        this.database = database;
        this.standings = new Standings(sql);
        this.keys = new UniqueKeys(sql);
        this.bringBack = sql.render(BRING_BACK);
        this.remove = sql.render(REMOVE);
    }

    Map<JobId, RetryAnswer> retry(Collection<JobId> jobs) {
        List<UUID> ids = jobs.stream().map(JobId::value).toList();
        return database.user("retry jobs", connection -> {
            Map<UUID, Standing> found = standings.lock(connection, ids);
            Map<JobId, RetryAnswer> answers = new LinkedHashMap<>();
            jobs.forEach(job -> answers.put(job, answer(found.get(job.value()))));
            refuseTakenKeys(connection, found, answers);
            bringBack(connection, answers);
            return answers;
        });
    }

    private static RetryAnswer answer(@Nullable Standing job) {
        if (job == null) {
            return RetryAnswer.UNKNOWN;
        }
        boolean may = job.status().isFinished() && job.status().canBecome(JobStatus.PENDING);
        return may ? RetryAnswer.RETRIED : RetryAnswer.NOT_RETRYABLE;
    }

    private void refuseTakenKeys(Connection connection, Map<UUID, Standing> found, Map<JobId, RetryAnswer> answers)
            throws SQLException {
        Map<UUID, String> keyOf = new LinkedHashMap<>();
        Map<String, UUID> wanted = new LinkedHashMap<>();
        for (JobId job : retried(answers)) {
            Standing standing = found.get(job.value());
            if (standing != null && standing.uniqueKey() != null) {
                keyOf.put(job.value(), standing.uniqueKey());
                wanted.putIfAbsent(standing.uniqueKey(), job.value());
            }
        }
        Map<String, UUID> holders = keys.take(connection, wanted);
        keyOf.forEach((job, key) -> {
            if (!job.equals(holders.get(key))) {
                answers.put(new JobId(job), RetryAnswer.KEY_TAKEN);
            }
        });
    }

    private void bringBack(Connection connection, Map<JobId, RetryAnswer> answers) throws SQLException {
        List<UUID> ids = retried(answers).stream().map(JobId::value).toList();
        if (!ids.isEmpty()) {
            SqlArray array = SqlArray.uuids(ids);
            Query.update(connection, bringBack, array);
            Query.update(connection, remove, array);
        }
    }

    private static List<JobId> retried(Map<JobId, RetryAnswer> answers) {
        return answers.entrySet().stream()
                .filter(answer -> answer.getValue() == RetryAnswer.RETRIED)
                .map(Map.Entry::getKey)
                .toList();
    }
}
