package dev.posthaste.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.api.Repeats;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers as JSON, to be kept and told again. What is read again is written as it was the first time. */
final class JsonAnswers<T> implements Repeats.Form<T> {

    private final ObjectMapper json;
    private final Class<T> shape;

    JsonAnswers(ObjectMapper json, Class<T> shape) {
        this.json = json;
        this.shape = shape;
    }

    @Override
    public String dialect() {
        return "json";
    }

    @Override
    public byte[] write(T answer) {
        return written(json, answer);
    }

    @Override
    public T read(byte[] written) {
        try {
            return json.readValue(written, shape);
        } catch (IOException changed) {
            throw new UncheckedIOException("a kept answer is no " + shape.getSimpleName() + " any more", changed);
        }
    }

    static byte[] written(ObjectMapper json, Object shape) {
        try {
            return json.writeValueAsBytes(shape);
        } catch (JsonProcessingException mistake) {
            throw new UncheckedIOException(mistake);
        }
    }
}
