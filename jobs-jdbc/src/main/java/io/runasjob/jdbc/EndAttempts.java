package io.runasjob.jdbc;

import io.runasjob.jdbc.MoveToHistory.Count;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the ends of attempts whose rows the caller has locked: the attempt is kept, the job goes to the history or back to
 * waiting. Shared by the finisher and by the rescue of lost jobs.
 */
final class EndAttempts {
    private static final String KEEP = """
            insert into ${_attempt} (job_id, attempt, node, started_at, ended_at, outcome, error)
            select j.id, j.attempt, j.node, j.started_at, ${after epoch, e.ended}, e.outcome, e.error
            from ${rows id uuid, ended bigint, outcome smallint, error text}
            ${join} ${jobs} j on ${key j.id is e.id}""";

    /** A job that was released or lost is due as before. */
    private static final String BACK = """
            status = e.to_status,
            run_at = case when e.due is null then j.run_at else ${after epoch, e.due} end,
            failures = j.failures + e.failure,
            losses = j.losses + e.loss,
            error = e.why""";

    private final String keep;
    private final String back;
    private final MoveToHistory history;

    EndAttempts(Sql sql) {
        this.keep = sql.render(KEEP);
        this.back = sql.grammar()
                .updateFrom(
                        sql.table(""),
                        sql.render(BACK),
                        sql.render("${rows id uuid, to_status smallint, due bigint, failure integer, loss integer,"
                                + " why text}"),
                        sql.render("${key j.id is e.id} and j.status + 0 in ${RUNNING->SCHEDULED|PENDING}"));
        this.history = new MoveToHistory(sql, "${RUNNING->COMPLETED|FAILED|CANCELLED}");
    }

    /**
     * The end of one attempt.
     *
     * @param held the locked row
     * @param outcome of the attempt
     * @param status of the job from now on
     * @param errorOrNull why the attempt failed, as JSON
     * @param resultOrNull of the handler, as JSON
     * @param delayMicrosOrNull until the next attempt, or null to stay due as before
     */
    record End(
            Held held,
            Outcome outcome,
            JobStatus status,
            @Nullable String errorOrNull,
            @Nullable String resultOrNull,
            @Nullable Long delayMicrosOrNull) {

        Count count() {
            if (outcome == Outcome.LOST) {
                return Count.LOSS;
            }
            return outcome.isFailure() ? Count.FAILURE : Count.NOTHING;
        }

        long endedMicros() {
            return Micros.sinceEpoch(held.at());
        }

        @Nullable
        Long dueMicrosOrNull() {
            return delayMicrosOrNull == null ? null : Math.addExact(endedMicros(), delayMicrosOrNull);
        }

        /** The error that the job keeps: why it FAILED, or why it is tried again; a loss alone is no error of the job. */
        @Nullable
        String jobError() {
            boolean keeps = status == JobStatus.FAILED || status == JobStatus.SCHEDULED;
            return keeps ? errorOrNull : null;
        }

        long characters() {
            return Chunks.length(errorOrNull) + Chunks.length(resultOrNull);
        }

        MoveToHistory.End toHistory() {
            return new MoveToHistory.End(held.id(), status, count(), jobError(), resultOrNull, held.uniqueKey());
        }
    }

    void write(Connection connection, List<End> ends) throws SQLException {
        for (List<End> chunk : Chunks.of(ends, End::characters)) {
            writeChunk(connection, chunk);
        }
    }

    private void writeChunk(Connection connection, List<End> ends) throws SQLException {
        keepAttempts(
                connection,
                ends.stream().filter(end -> end.outcome() != Outcome.SUCCEEDED).toList());
        history.move(
                connection,
                ends.stream()
                        .filter(end -> end.status().isFinished())
                        .map(End::toHistory)
                        .toList());
        sendBack(
                connection,
                ends.stream().filter(end -> !end.status().isFinished()).toList());
    }

    private void keepAttempts(Connection connection, List<End> ends) throws SQLException {
        if (ends.isEmpty()) {
            return;
        }
        Query.update(
                connection,
                keep,
                SqlRows.of(
                        SqlArray.of("uuid", ends, end -> end.held().id()),
                        SqlArray.of("bigint", ends, End::endedMicros),
                        SqlArray.of("smallint", ends, end -> Codes.of(end.outcome())),
                        SqlArray.of("text", ends, End::errorOrNull)));
    }

    private void sendBack(Connection connection, List<End> ends) throws SQLException {
        if (ends.isEmpty()) {
            return;
        }
        Query.update(
                connection,
                back,
                SqlRows.of(
                        SqlArray.of("uuid", ends, end -> end.held().id()),
                        SqlArray.of("smallint", ends, end -> Codes.of(end.status())),
                        SqlArray.of("bigint", ends, End::dueMicrosOrNull),
                        SqlArray.of("integer", ends, end -> end.count().failures()),
                        SqlArray.of("integer", ends, end -> end.count().losses()),
                        SqlArray.of("text", ends, End::jobError)));
    }
}
