package dev.posthaste.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The components of the records that are requests and answers, under their names on the wire. */
public final class RecordFields {

    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return type.isRecord()
                    ? Stream.of(type.getRecordComponents())
                            .map(component ->
                                    new Field(snake(component.getName()), component.getType(), accessible(component)))
                            .toList()
                    : List.of();
        }
    };

    private RecordFields() {}

    /**
     * One component.
     *
     * @param name in snake_case, as in JSON and protobuf
     */
    public record Field(String name, Class<?> type, RecordComponent component) {

        /** The type with its arguments. */
        public Type generic() {
            return component.getGenericType();
        }

        /** The value in this record; may be null. */
        public @Nullable Object get(Object owner) {
            try {
                return component.getAccessor().invoke(owner);
            } catch (IllegalAccessException | InvocationTargetException broken) {
                throw new IllegalStateException("an accessor of a record failed: " + component, broken);
            }
        }
    }

    /** The components of a record in their order; none of {@link Operation.Nothing}. */
    public static List<Field> of(Class<?> type) {
        return FIELDS.get(type);
    }

    /** A record of these values, in the order of {@link #of}. */
    public static <Q> Q create(Class<Q> type, List<@Nullable Object> values) {
        if (type == Operation.Nothing.class) {
            return type.cast(Operation.Nothing.NOTHING);
        }
        try {
            return constructor(type).newInstance(values.toArray());
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof ApiException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a record refused its values: " + type, refused);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("a record cannot be created: " + type, broken);
        }
    }

    private static <Q> Constructor<Q> constructor(Class<Q> type) throws NoSuchMethodException {
        Class<?>[] types = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Constructor<Q> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor;
    }

    private static RecordComponent accessible(RecordComponent component) {
        component.getAccessor().setAccessible(true);
        return component;
    }

    /** {@code nextPageToken} is {@code next_page_token}. */
    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
