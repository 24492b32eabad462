package io.runasjob.bench.jmh;

import io.runasjob.job.Lease;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.LocalWakeUp;
import io.runasjob.spi.NewJob;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store that says yes at once and keeps nothing. */
public final class NullStore {
    private final LocalWakeUp wakeUp = new LocalWakeUp();

    private NullStore() {}

    /** A new one. */
    public static JobStore create() {
        NullStore store = new NullStore();
        return (JobStore)
                Proxy.newProxyInstance(JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, store::call);
    }

    @SuppressWarnings("unchecked") // as the methods of these names are declared
    private Object call(Object proxy, Method method, @Nullable Object[] arguments) {
        return switch (method.getName()) {
            case "insert" -> admitted((List<NewJob>) arguments[0]);
            case "finish" -> leases((List<AttemptEnd>) arguments[0]);
            case "wakeUp" -> wakeUp;
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private static List<Admission> admitted(List<NewJob> jobs) {
        return jobs.stream().map(job -> new Admission(job.id(), true)).toList();
    }

    private static Set<Lease> leases(List<AttemptEnd> ends) {
        Set<Lease> leases = new HashSet<>();
        ends.forEach(end -> leases.add(end.lease()));
        return leases;
    }
}
