package io.runasjob.spi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@link PayloadCodec} by Jackson, bound to declared types only. */
final class JacksonPayloadCodec implements PayloadCodec {
    static final JacksonPayloadCodec DEFAULT = new JacksonPayloadCodec(JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build());

    private final ObjectMapper mapper;
    private final Map<Type, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    private JacksonPayloadCodec(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public String encode(@Nullable Object value, Type type) {
        try {
            return writers.computeIfAbsent(type, t -> mapper.writerFor(mapper.constructType(t)))
                    .writeValueAsString(value);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unwritable(value, type, e);
        }
    }

    @Override
    public @Nullable Object decode(String json, Type type) {
        try {
            return reader(type).readValue(json);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unreadable(json, type, e);
        }
    }

    @Override
    public String encodeAll(@Nullable Object[] values, Type[] types) {
        requireLength(values.length, types.length);
        String[] parts = new String[types.length];
        for (int i = 0; i < types.length; i++) {
            parts[i] = encode(values[i], types[i]);
        }
        return "[" + String.join(",", parts) + "]";
    }

    @Override
    public @Nullable Object[] decodeAll(String json, Type[] types) {
        JsonNode tree = readTree(json);
        if (!(tree instanceof ArrayNode array)) {
            throw new InvalidValueException(Field.ARGUMENTS, shorten(json), "a JSON array of arguments", null);
        }
        requireLength(array.size(), types.length);
        @Nullable Object[] values = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = decode(array.get(i), types[i]);
        }
        return values;
    }

    private @Nullable Object decode(JsonNode node, Type type) {
        try {
            return reader(type).readValue(node);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(node.toString(), type, e);
        }
    }

    private ObjectReader reader(Type type) {
        return readers.computeIfAbsent(type, t -> mapper.readerFor(mapper.constructType(t)));
    }

    private JsonNode readTree(String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw unreadable(json, Object[].class, e);
        }
    }

    private static void requireLength(int came, int expected) {
        if (came != expected) {
            throw new InvalidValueException(
                    Field.ARGUMENTS, came + " arguments", expected + ", as many as the handler has parameters", null);
        }
    }

    private static InvalidValueException unwritable(@Nullable Object value, Type type, Exception cause) {
        String came = value == null ? "null" : value.getClass().getName();
        return new InvalidValueException(
                Field.ARGUMENTS,
                came,
                "a value that JSON can carry as " + type.getTypeName() + " (" + cause.getMessage() + ")",
                cause);
    }

    private static InvalidValueException unreadable(String json, Type type, Exception cause) {
        return new InvalidValueException(
                Field.ARGUMENTS,
                shorten(json),
                "JSON that fits " + type.getTypeName() + " (" + cause.getMessage() + ")",
                cause);
    }

    private static String shorten(String json) {
        return json.length() <= 100 ? json : json.substring(0, 100) + "…";
    }
}
