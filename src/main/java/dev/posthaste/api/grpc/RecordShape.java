package dev.posthaste.api.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.posthaste.api.RecordFields;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Maps a record of the API to a message of protobuf and back. The two are compared when the server starts: every field of
 * the message must be a component of the record of the same name and of a matching type, and the reverse.
 *
 * <pre>
 * String           string, or an enum whose constants are the words in capitals after the enum's name
 * Long Integer Boolean   int64 int32 bool
 * byte[]           bytes
 * Instant          google.protobuf.Timestamp
 * record           message
 * List             repeated field, or a message that has one repeated field and nothing else
 * Map              map&lt;string, string&gt;
 * </pre>
 *
 * Proto3 does not tell a default value from a missing one: in a request both are null, in an answer null is left out.
 */
final class RecordShape<T> {

    private final Class<T> type;
    private final Message prototype;
    private final List<Part> parts;

    private RecordShape(Class<T> type, Message prototype, List<Part> parts) {
        this.type = type;
        this.prototype = prototype;
        this.parts = parts;
    }

    private record Part(RecordFields.Field component, FieldDescriptor field, Codec codec) {}

    /** A value as the record has it and as the message has it. */
    private record Codec(Function<Object, Object> write, Function<Object, @Nullable Object> read) {}

    /**
     * The mapping of a record; {@code elsewhere} are the fields of the message that are no component.
     *
     * @throws IllegalStateException if the two differ
     */
    static <T> RecordShape<T> of(Class<T> type, Message prototype, Set<String> elsewhere) {
        Set<String> unmatched = new TreeSet<>();
        prototype.getDescriptorForType().getFields().forEach(field -> unmatched.add(field.getName()));
        unmatched.removeAll(elsewhere);
        List<Part> parts = new ArrayList<>();
        for (RecordFields.Field component : RecordFields.of(type)) {
            FieldDescriptor field = prototype.getDescriptorForType().findFieldByName(component.name());
            if (field == null || !unmatched.remove(component.name())) {
                throw mismatch(type, prototype, component.name());
            }
            parts.add(new Part(component, field, codec(component.generic(), field, prototype)));
        }
        if (!unmatched.isEmpty()) {
            throw mismatch(type, prototype, unmatched.toString());
        }
        return new RecordShape<>(type, prototype, parts);
    }

    private static IllegalStateException mismatch(Type type, Message prototype, String what) {
        return new IllegalStateException("the record " + type.getTypeName() + " and the message "
                + prototype.getDescriptorForType().getFullName() + " differ in " + what);
    }

    /** The names of the fields. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        parts.forEach(part -> names.add(part.field.getName()));
        return names;
    }

    /** The message of a record. */
    Message write(Object record) {
        Message.Builder builder = prototype.newBuilderForType();
        for (Part part : parts) {
            Object value = part.component.get(record);
            if (value != null) {
                builder.setField(part.field, part.codec.write.apply(value));
            }
        }
        return builder.build();
    }

    /** The record of a message. */
    T read(Message message) {
        return read(message, name -> true, name -> false);
    }

    /** The record of a message with those fields only that are named, and with the default value of those that are kept. */
    T read(Message message, Predicate<String> named, Predicate<String> kept) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Part part : parts) {
            String name = part.field.getName();
            boolean absent = !part.component.type().isPrimitive()
                    && (!named.test(name) || (isDefault(message, part.field) && !kept.test(name)));
            values.add(absent ? null : part.codec.read.apply(message.getField(part.field)));
        }
        return RecordFields.create(type, values);
    }

    /** Lists, maps and octets have no missing state. */
    private static boolean isDefault(Message message, FieldDescriptor field) {
        return !field.isRepeated()
                && field.getJavaType() != FieldDescriptor.JavaType.BYTE_STRING
                && (field.hasPresence()
                        ? !message.hasField(field)
                        : message.getField(field).equals(field.getDefaultValue()));
    }

    private static Codec codec(Type type, FieldDescriptor field, Message owner) {
        if (field.isMapField()) {
            return map(field, owner);
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            Type element = list.getActualTypeArguments()[0];
            return field.isRepeated() ? list(single(element, field, owner)) : wrapped(type, field, owner);
        }
        if (field.isRepeated()) {
            throw mismatch(type, owner, field.getName());
        }
        return single(type, field, owner);
    }

    private static Codec list(Codec element) {
        return new Codec(
                values -> ((List<?>) values).stream().map(element.write).toList(),
                values -> ((List<?>) values).stream().map(element.read).toList());
    }

    /** A list whose absence is not the same as an empty list. */
    private static Codec wrapped(Type type, FieldDescriptor field, Message owner) {
        Message prototype = prototype(field, owner);
        List<FieldDescriptor> fields = prototype.getDescriptorForType().getFields();
        if (fields.size() != 1) {
            throw mismatch(type, owner, field.getName());
        }
        FieldDescriptor only = fields.getFirst();
        Codec list = codec(type, only, prototype);
        return new Codec(
                values -> prototype
                        .newBuilderForType()
                        .setField(only, list.write.apply(values))
                        .build(),
                message -> list.read.apply(((Message) message).getField(only)));
    }

    private static Codec map(FieldDescriptor field, Message owner) {
        FieldDescriptor key = field.getMessageType().findFieldByName("key");
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        return new Codec(
                values -> ((Map<?, ?>) values)
                        .entrySet().stream()
                                .map(entry -> owner.newBuilderForType()
                                        .newBuilderForField(field)
                                        .setField(key, entry.getKey())
                                        .setField(value, entry.getValue())
                                        .build())
                                .toList(),
                entries -> {
                    Map<Object, Object> read = new LinkedHashMap<>();
                    ((List<?>) entries)
                            .forEach(entry ->
                                    read.put(((Message) entry).getField(key), ((Message) entry).getField(value)));
                    return read;
                });
    }

    private static Codec single(Type type, FieldDescriptor field, Message owner) {
        Optional<Codec> codec =
                switch (field.getJavaType()) {
                    case STRING -> same(type == String.class);
                    case LONG -> same(type == long.class || type == Long.class);
                    case INT -> same(type == int.class || type == Integer.class);
                    case BOOLEAN -> same(type == boolean.class || type == Boolean.class);
                    case FLOAT, DOUBLE -> Optional.empty();
                    case BYTE_STRING ->
                        type == byte[].class
                                ? Optional.of(new Codec(
                                        octets -> ByteString.copyFrom((byte[]) octets),
                                        octets -> ((ByteString) octets).toByteArray()))
                                : Optional.empty();
                    case ENUM -> type == String.class ? Optional.of(word(field.getEnumType())) : Optional.empty();
                    case MESSAGE -> message(type, field, owner);
                };
        return codec.orElseThrow(() -> mismatch(type, owner, field.getName()));
    }

    private static Optional<Codec> same(boolean matches) {
        return matches ? Optional.of(new Codec(value -> value, value -> value)) : Optional.empty();
    }

    private static Optional<Codec> message(Type type, FieldDescriptor field, Message owner) {
        if (type == Instant.class) {
            return Optional.of(new Codec(time -> timestamp((Instant) time), RecordShape::instant));
        }
        if (!(type instanceof Class<?> nested) || !nested.isRecord()) {
            return Optional.empty();
        }
        RecordShape<?> shape = of(nested, prototype(field, owner), Set.of());
        return Optional.of(new Codec(shape::write, message -> shape.read((Message) message)));
    }

    private static Message prototype(FieldDescriptor field, Message owner) {
        return owner.newBuilderForType().newBuilderForField(field).getDefaultInstanceForType();
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static Instant instant(Object message) {
        Timestamp time = (Timestamp) message;
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** {@code EMAIL_STATUS_QUEUED} is {@code queued}; a number without a constant is read as a word that none has. */
    private static Codec word(EnumDescriptor type) {
        String prefix = type.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT) + '_';
        Map<String, EnumValueDescriptor> constants = new LinkedHashMap<>();
        type.getValues()
                .forEach(constant -> constants.put(
                        constant.getName().substring(prefix.length()).toLowerCase(Locale.ROOT), constant));
        return new Codec(
                word -> Optional.ofNullable(constants.get(word))
                        .orElseThrow(() -> new IllegalStateException(type.getName() + " has no constant for " + word)),
                constant -> {
                    String name = ((EnumValueDescriptor) constant).getName();
                    return name.startsWith(prefix)
                            ? name.substring(prefix.length()).toLowerCase(Locale.ROOT)
                            : name;
                });
    }
}
