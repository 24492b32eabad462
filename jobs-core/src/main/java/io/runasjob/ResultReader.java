package io.runasjob;

import io.runasjob.job.Job;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import io.runasjob.spi.PayloadCodec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Reads the stored result of a job as what its handler returns. Safe for use by many threads. */
final class ResultReader {
    private final JobTypes types;
    private final PayloadCodec codec;

    ResultReader(JobTypes types, PayloadCodec codec) {
        this.types = types;
        this.codec = codec;
    }

    /** As the registered type says; as plain JSON values (maps, lists, text, numbers) when it is not registered here. */
    @Nullable
    Object read(Job job) {
        return readAs(job, types.find(job.type()).map(JobType::result).orElse(Object.class));
    }

    /** As the given type, boxed where it is primitive. */
    @Nullable
    Object readAs(Job job, Type type) {
        return job.result().map(json -> codec.decode(json, type)).orElse(null);
    }
}
