package io.runasjob.bench.system;

import io.runasjob.bench.node.Deliveries;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** A job in the shape that Quartz wants: a class that it makes itself, with its data as strings. */
public final class QuartzWork implements Job {
    static final String NUMBER = "number";
    static final String FILLER = "filler";

    @Override
    public void execute(JobExecutionContext context) {
        Deliveries.done(Long.parseLong(context.getMergedJobDataMap().getString(NUMBER)));
    }
}
