package io.runasjob.spi;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns arguments and results into JSON and back, always bound to a declared Java type: what is read is never decided by the
 * text. Implementations are safe for use by many threads.
 */
public interface PayloadCodec {

    /**
     * The default: Jackson with its modules for {@code java.time} and {@code Optional}, without default typing; unknown
     * properties are ignored, times are ISO-8601 text.
     */
    static PayloadCodec json() {
        return JacksonPayloadCodec.DEFAULT;
    }

    /**
     * Writes a value.
     *
     * @throws io.runasjob.job.InvalidValueException when it cannot be written as JSON
     */
    String encode(@Nullable Object value, Type type);

    /**
     * Reads a value.
     *
     * @throws io.runasjob.job.InvalidValueException when the text does not fit the type
     */
    @Nullable
    Object decode(String json, Type type);

    /**
     * Writes arguments as a JSON array, each as its declared type.
     *
     * @throws io.runasjob.job.InvalidValueException when one of them cannot be written, or their number differs
     */
    String encodeAll(@Nullable Object[] values, Type[] types);

    /**
     * Reads a JSON array of arguments, each as its declared type.
     *
     * @throws io.runasjob.job.InvalidValueException when the text is no array of that length, or an element does not fit
     */
    @Nullable
    Object[] decodeAll(String json, Type[] types);
}
