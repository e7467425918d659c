package dev.posthaste.api;

import dev.posthaste.account.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What {@code page_size} and {@code page_token} say, and what {@code next_page_token} says in answer. */
public record PageToken(int size, String token) {

    /** Rows of a page if nothing is said. */
    public static final int DEFAULT_SIZE = 50;

    /** No page has more rows. */
    public static final int MAX_SIZE = 500;

    /** No token that we made is longer. */
    private static final int MAX_TOKEN = 200;

    /** A part of a list. {@code next} is empty on the last page. */
    public record Slice<T>(List<T> items, String next) {
        /** Keeps its own copy. */
        public Slice {
            items = List.copyOf(items);
        }

        /** Its items as they are answered. */
        public <S> List<S> shapes(Function<T, S> shape) {
            return items.stream().map(shape).toList();
        }
    }

    /** The first page. */
    public static PageToken first() {
        return new PageToken(DEFAULT_SIZE, "");
    }

    /** Checks the size. */
    public int checkedSize() {
        if (size < 1 || size > MAX_SIZE) {
            throw ApiException.at(
                    "/page_size", ErrorCode.INVALID_PARAMETER, "page_size is " + size, "1 to " + MAX_SIZE);
        }
        return size;
    }

    /** The id after which the page begins; empty for the first page. */
    public <I> Optional<I> after(String list, Function<String, Optional<I>> parse) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        Optional<I> id = decoded()
                .filter(text -> text.startsWith(list + ':'))
                .flatMap(text -> parse.apply(text.substring(list.length() + 1)));
        if (id.isEmpty()) {
            throw ApiException.at(
                    "/page_token",
                    ErrorCode.INVALID_PAGE_TOKEN,
                    "page_token is not one of this list",
                    "pass next_page_token unchanged");
        }
        return id;
    }

    /** As the stores of the control plane are asked. */
    public <I> Page.Request request(String list, Function<String, Optional<I>> parse) {
        return new Page.Request(checkedSize(), after(list, parse).map(Object::toString));
    }

    /** As the stores of the control plane answer. */
    public static <T> Slice<T> slice(String list, Page<T> page) {
        return new Slice<>(page.items(), page.next().map(id -> next(list, id)).orElse(""));
    }

    /** The token of the page that begins after {@code id}. */
    public static String next(String list, String id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + ':' + id).getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> decoded() {
        if (token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
