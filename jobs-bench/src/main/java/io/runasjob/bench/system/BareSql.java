package io.runasjob.bench.system;

/**
 * The statements of the bare database: the tables and the acts of RunAsJob's store on PostgreSQL, written out by hand, with
 * the guards of a claim and of a finish, and without anything else that a job may have.
 */
final class BareSql {
    static final String CHANNEL = "bare";

    private static final String COLUMNS =
            "id, type, name, queue, priority, owner, payload, max_attempts, timeout_nanos,"
                    + " retry, labels, unique_key, on_duplicate, created_at, status, run_at, started_at, attempt, failures,"
                    + " losses, node, cancel_requested, progress, error";

    private static final String FIXED =
            "'bench', 'bench', 'default', 5, null, e.payload, 3, null, null, null, null, null,"
                    + " now(), 2, now(), null, 0, 0, 0, null, false, null, null";

    /** Parameters: id, payload. */
    static final String INSERT_ONE = "insert into job (" + COLUMNS + ") select e.id, " + FIXED
            + " from (select cast(? as uuid) as id, cast(? as text) as payload) e";

    /** Parameters: array of ids, array of payloads. */
    static final String INSERT_MANY = "insert into job (" + COLUMNS + ") select e.id, " + FIXED
            + " from unnest(cast(? as uuid[]), cast(? as text[])) as e (id, payload)";

    /** Parameters: most rows, node. Answers with whole rows, as a framework needs them. */
    static final String CLAIM = "with ready as materialized (select id from job where status = 2 and queue = 'default'"
            + " order by queue, priority desc, run_at, id limit ? for update skip locked)"
            + " update job set status = 3, attempt = attempt + 1, node = ?, started_at = now()"
            + " where id = any(array(select id from ready)) and status + 0 = 2 returning " + COLUMNS;

    /** Parameters: array of ids, node. */
    static final String FINISH = "with gone as (delete from job where id = any(?) and status = 3 and node = ?"
            + " returning " + COLUMNS + ") insert into job_history (" + COLUMNS + ", finished_at, result)"
            + " select id, type, name, queue, priority, owner, payload, max_attempts, timeout_nanos, retry, labels,"
            + " unique_key, on_duplicate, created_at, 4, run_at, started_at, attempt, failures, losses, node,"
            + " cancel_requested, progress, error, now(), null from gone";

    static final String LISTEN = "listen " + CHANNEL;
    static final String NOTIFY = "notify " + CHANNEL;

    private BareSql() {}
}
