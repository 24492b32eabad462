package io.runasjob.bench.system;

import static org.quartz.impl.StdSchedulerFactory.PROP_JOB_STORE_CLASS;
import static org.quartz.impl.StdSchedulerFactory.PROP_JOB_STORE_PREFIX;
import static org.quartz.impl.StdSchedulerFactory.PROP_JOB_STORE_USE_PROP;
import static org.quartz.impl.StdSchedulerFactory.PROP_SCHED_IDLE_WAIT_TIME;
import static org.quartz.impl.StdSchedulerFactory.PROP_SCHED_INSTANCE_ID;
import static org.quartz.impl.StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME;
import static org.quartz.impl.StdSchedulerFactory.PROP_SCHED_MAX_BATCH_SIZE;
import static org.quartz.impl.StdSchedulerFactory.PROP_THREAD_POOL_CLASS;
import static org.quartz.impl.StdSchedulerFactory.PROP_THREAD_POOL_PREFIX;

import com.zaxxer.hikari.HikariDataSource;
import io.runasjob.bench.node.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/**
 * Quartz, clustered, as its documents say for many short jobs: it acquires as many triggers at once as it has threads, within
 * its lock; data as strings; triggers never count as misfired, however long they wait.
 */
final class QuartzSystem implements JobSystem {
    private static final int THREADS = 10;
    /** The shortest that its documents recommend. */
    private static final int IDLE_WAIT_MILLIS = 5_000;

    private static final String POOL = "bench";

    private final HikariDataSource dataSource;
    private @Nullable Scheduler scheduler;

    QuartzSystem(String url) {
        dataSource = Pools.fixed(url + "&reWriteBatchedInserts=true", THREADS + 5);
    }

    @Override
    public void createTables() throws SQLException {
        Scripts.run(
                dataSource,
                Scripts.resource(JobStoreTX.class, "tables_postgres.sql").replace("COMMIT;", ""));
    }

    @Override
    public void open(Role role) throws SchedulerException {
        DBConnectionManager.getInstance().addConnectionProvider(POOL, new Provider(dataSource));
        scheduler = new StdSchedulerFactory(settings()).getScheduler();
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.setProperty(PROP_SCHED_INSTANCE_NAME, "bench");
        settings.setProperty(PROP_SCHED_INSTANCE_ID, StdSchedulerFactory.AUTO_GENERATE_INSTANCE_ID);
        settings.setProperty(PROP_SCHED_IDLE_WAIT_TIME, Integer.toString(IDLE_WAIT_MILLIS));
        settings.setProperty(PROP_SCHED_MAX_BATCH_SIZE, Integer.toString(THREADS));
        settings.setProperty(PROP_THREAD_POOL_CLASS, SimpleThreadPool.class.getName());
        settings.setProperty(PROP_THREAD_POOL_PREFIX + ".threadCount", Integer.toString(THREADS));
        settings.setProperty(PROP_JOB_STORE_CLASS, JobStoreTX.class.getName());
        settings.setProperty(PROP_JOB_STORE_USE_PROP, "true");
        settings.setProperty(PROP_JOB_STORE_PREFIX + ".driverDelegateClass", PostgreSQLDelegate.class.getName());
        settings.setProperty(PROP_JOB_STORE_PREFIX + ".dataSource", POOL);
        settings.setProperty(PROP_JOB_STORE_PREFIX + ".isClustered", "true");
        settings.setProperty(PROP_JOB_STORE_PREFIX + ".acquireTriggersWithinLock", "true");
        settings.setProperty(PROP_JOB_STORE_PREFIX + ".useEnhancedStatements", "true");
        settings.setProperty(PROP_JOB_STORE_PREFIX + ".misfireThreshold", "86400000");
        return settings;
    }

    private Scheduler scheduler() {
        return Objects.requireNonNull(scheduler, "not open");
    }

    @Override
    public void submit(Work work) throws SchedulerException {
        scheduler().scheduleJob(job(work), trigger(work, Instant.now()));
    }

    @Override
    public void submitAll(List<Work> works) throws SchedulerException {
        submitAt(works, Instant.now());
    }

    @Override
    public void submitAt(List<Work> works, Instant due) throws SchedulerException {
        Map<JobDetail, Set<? extends Trigger>> jobs = new LinkedHashMap<>();
        works.forEach(work -> jobs.put(job(work), Set.of(trigger(work, due))));
        scheduler().scheduleJobs(jobs, false);
    }

    private static JobDetail job(Work work) {
        return JobBuilder.newJob(QuartzWork.class)
                .withIdentity(Long.toString(work.number()))
                .usingJobData(QuartzWork.NUMBER, Long.toString(work.number()))
                .usingJobData(QuartzWork.FILLER, work.filler())
                .build();
    }

    private static Trigger trigger(Work work, Instant due) {
        return TriggerBuilder.newTrigger()
                .withIdentity(Long.toString(work.number()))
                .startAt(Date.from(due))
                .build();
    }

    @Override
    public void resume() throws SchedulerException {
        scheduler().start();
    }

    @Override
    public void pause() throws SchedulerException {
        scheduler().standby();
    }

    @Override
    public StoreQueries queries() {
        return new StoreQueries(
                "select count(*) from (select 1 from qrtz_job_details limit 1) x",
                "select count(*) from qrtz_job_details",
                Optional.empty());
    }

    @Override
    public String tuning() {
        return "clustered, " + THREADS + " threads, acquires " + THREADS
                + " triggers at once within its lock, enhanced statements, idle wait "
                + IDLE_WAIT_MILLIS + " ms, no misfires, pool of " + (THREADS + 5)
                + ", reWriteBatchedInserts; finished jobs are deleted";
    }

    @Override
    public void close() throws SchedulerException {
        scheduler().shutdown(true);
        dataSource.close();
    }

    /** Quartz asks for connections by the name of a pool. */
    private record Provider(HikariDataSource dataSource) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return dataSource.getConnection();
        }

        @Override
        public void initialize() {
            // the pool is open
        }

        @Override
        public void shutdown() {
            // the system closes its pool
        }
    }
}
