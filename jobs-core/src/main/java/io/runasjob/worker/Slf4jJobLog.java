package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.job.JobLog;
import io.runasjob.job.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes a job's log to slf4j, logger {@code io.runasjob.job}, with the keys job, type, attempt and node. */
final class Slf4jJobLog implements JobLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.runasjob.job");

    private final Job job;
    private final Lease lease;

    Slf4jJobLog(Job job, Lease lease) {
        this.job = job;
        this.lease = lease;
    }

    @Override
    public void debug(String format, @Nullable Object... arguments) {
        keyed(LOG.atDebug()).log(format, arguments);
    }

    @Override
    public void info(String format, @Nullable Object... arguments) {
        keyed(LOG.atInfo()).log(format, arguments);
    }

    @Override
    public void warn(String format, @Nullable Object... arguments) {
        keyed(LOG.atWarn()).log(format, arguments);
    }

    @Override
    public void error(String format, @Nullable Object... arguments) {
        keyed(LOG.atError()).log(format, arguments);
    }

    private LoggingEventBuilder keyed(LoggingEventBuilder event) {
        return event.addKeyValue("job", lease.job())
                .addKeyValue("type", job.type())
                .addKeyValue("attempt", lease.attempt())
                .addKeyValue("node", lease.node());
    }
}
