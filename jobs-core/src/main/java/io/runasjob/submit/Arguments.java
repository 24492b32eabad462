package io.runasjob.submit;

import io.runasjob.job.JobRequest;
import io.runasjob.job.JobType;
import io.runasjob.job.PayloadTooLargeException;
import io.runasjob.spi.PayloadCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * Writes the arguments of requests as JSON, and refuses those that are too large.
 *
 * @param codec writes values as the parameters of their handler
 * @param limit largest size of the arguments of one job, in bytes of UTF-8
 */
public record Arguments(PayloadCodec codec, int limit) {
    private static final int MOST_BYTES_A_CHARACTER = 3;

    String encode(JobRequest<?> request, JobType type) {
        Type[] parameters = type.parameters().toArray(Type[]::new);
        String json = codec.encodeAll(request.arguments().toArray(), parameters);
        if (json.length() > limit / MOST_BYTES_A_CHARACTER) {
            requireFits(json, type);
        }
        return json;
    }

    private void requireFits(String json, JobType type) {
        long bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limit) {
            throw new PayloadTooLargeException("arguments", type.name(), bytes, limit);
        }
    }
}
