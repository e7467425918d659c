package dev.posthaste.api;

import dev.posthaste.login.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One operation of the API, declared once, next to the code that carries it out. The routes of REST, the methods of gRPC, the
 * OpenAPI document, idempotency, conditions, paging, rate limits and the list of errors all follow from this declaration. Its
 * texts are the comments in {@code proto/}.
 *
 * @param <Q> the request: the JSON body of POST and PATCH, the query of GET, without the names in the path
 * @param <A> the answer
 */
public final class Operation<Q, A> {

    /** The media type of a message that is uploaded or downloaded as it is (RFC 5322). */
    public static final String MESSAGE_TYPE = "message/rfc822";

    private static final Pattern NAME = Pattern.compile("\\{(\\w+)[^}]*}");

    private final Naming naming;
    private final Form<Q, A> form;
    private final String example;
    private final Set<ErrorCode> errors;

    private Operation(Naming naming, Form<Q, A> form, String example, ErrorCode... own) {
        this.naming = naming;
        this.form = form;
        this.example = example;
        this.errors = EnumSet.of(
                ErrorCode.INVALID_PARAMETER,
                ErrorCode.UNAUTHENTICATED,
                ErrorCode.SCOPE_MISSING,
                ErrorCode.TENANT_FORBIDDEN,
                ErrorCode.TENANT_NOT_FOUND,
                ErrorCode.NOT_ACCEPTABLE,
                ErrorCode.QUOTA_EXCEEDED,
                ErrorCode.INTERNAL,
                ErrorCode.UNAVAILABLE);
        errors.addAll(List.of(own));
        addDerivedErrors();
    }

    private void addDerivedErrors() {
        if (hasBody()) {
            errors.addAll(List.of(
                    ErrorCode.MALFORMED_JSON,
                    ErrorCode.UNKNOWN_FIELD,
                    ErrorCode.WRONG_TYPE,
                    ErrorCode.INVALID_BASE64,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    ErrorCode.MESSAGE_TOO_LARGE));
        }
        if (!names().isEmpty()) {
            errors.add(ErrorCode.NOT_FOUND);
        }
        if (isPaged()) {
            errors.add(ErrorCode.INVALID_PAGE_TOKEN);
        }
        if (isConditional()) {
            errors.add(ErrorCode.PRECONDITION_FAILED);
        }
        if (kind() != Kind.READS) {
            errors.addAll(List.of(ErrorCode.INVALID_IDEMPOTENCY_KEY, ErrorCode.IDEMPOTENCY_KEY_REUSED));
        }
        if (kind() == Kind.CHANGES) {
            errors.addAll(List.of(ErrorCode.IDEMPOTENCY_KEY_IN_FLIGHT, ErrorCode.ANSWER_NOT_KEPT));
        }
    }

    /** The methods of HTTP that operations use. */
    public enum Method {
        /** Reads. */
        GET,
        /** Creates, or acts on a resource. */
        POST,
        /** Changes some properties (RFC 5789). */
        PATCH,
        /** Deletes. */
        DELETE
    }

    /** What a repeated request means. */
    public enum Kind {
        /** Changes nothing. */
        READS,
        /** Sends: the idempotency key is a row of the transaction that accepts the email. */
        SENDS,
        /** Changes something: the idempotency key is kept with the answer, see {@link Repeats}. */
        CHANGES
    }

    /** The answer to a request whose success is all there is to say; also the request that has no fields. */
    public enum Nothing {
        /** No fields. */
        NOTHING
    }

    /** A resource that says in which state it is. */
    public interface Tagged {
        /** The entity tag, quotes included (RFC 9110 section 8.8.3). */
        String etag();
    }

    /** A resource with a path of its own, which the answer to its creation names. */
    public interface Located {
        /** The last part of the path. */
        String id();
    }

    /** One page of a list. */
    public interface Paged {
        /** The token of the next page; empty on the last page. */
        String nextPageToken();
    }

    /** The request of a merge patch: a member that is missing stays as it is, and none may be null (RFC 7396). */
    public interface Patch {}

    private record Naming(String id, Scope scope, String summary) {}

    private record Form<Q, A>(Method method, String path, Class<Q> request, Class<A> answer, int status) {}

    /**
     * Begins a declaration.
     *
     * @param id the name in the OpenAPI document, such as {@code createDomain}; the gRPC method has the same name with a capital
     * @param scope what the caller's key needs
     * @param summary the title of the operation
     */
    public static Start named(String id, Scope scope, String summary) {
        return new Start(new Naming(id, scope, summary));
    }

    /** A declaration that lacks its method and path. */
    public record Start(Naming naming) {

        /** Reads: answered with 200. */
        public <Q, A> Draft<Q, A> get(String path, Class<Q> query, Class<A> answer) {
            return new Draft<>(naming, new Form<>(Method.GET, path, query, answer, 200), "");
        }

        /** Creates: answered with 201. */
        public <Q, A> Draft<Q, A> post(String path, Class<Q> body, Class<A> answer) {
            return new Draft<>(naming, new Form<>(Method.POST, path, body, answer, 201), "");
        }

        /** Changes: answered with 200. */
        public <Q, A> Draft<Q, A> patch(String path, Class<Q> body, Class<A> answer) {
            return new Draft<>(naming, new Form<>(Method.PATCH, path, body, answer, 200), "");
        }

        /** Deletes: answered with 204, or with 200 and the resource that remains. */
        public <A> Draft<Nothing, A> delete(String path, Class<A> answer) {
            int status = answer == Nothing.class ? 204 : 200;
            return new Draft<>(naming, new Form<>(Method.DELETE, path, Nothing.class, answer, status), "");
        }
    }

    /** A declaration that lacks its errors. */
    public record Draft<Q, A>(Naming naming, Form<Q, A> form, String example) {

        /** Another status than the method's. */
        public Draft<Q, A> status(int status) {
            return new Draft<>(naming, new Form<>(form.method, form.path, form.request, form.answer, status), example);
        }

        /** A JSON body that works; a test sends it. */
        public Draft<Q, A> example(String json) {
            return new Draft<>(naming, form, json);
        }

        /** The errors of its own, besides those that follow from the rest of the declaration. */
        public Operation<Q, A> fails(ErrorCode... own) {
            return new Operation<>(naming, form, example, own);
        }
    }

    /** Its name in the OpenAPI document: {@code sendEmail}. */
    public String id() {
        return naming.id;
    }

    /** Its name in gRPC: {@code SendEmail}. */
    public String rpc() {
        return naming.id.substring(0, 1).toUpperCase(Locale.ROOT) + naming.id.substring(1);
    }

    /** Its name in capitals: {@code SEND_EMAIL}. */
    public String name() {
        return naming.id.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    /** The scope that the caller's key needs. */
    public Scope scope() {
        return naming.scope;
    }

    /** The title. */
    public String summary() {
        return naming.summary;
    }

    /** The HTTP method. */
    public Method method() {
        return form.method;
    }

    /** The path under {@code /v1}, with names in braces: {@code /domains/{domain}}; a name may carry a pattern. */
    public String path() {
        return form.path;
    }

    /** The names in the path, in their order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(form.path);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** The record of the request, or {@link Nothing}. */
    public Class<Q> request() {
        return form.request;
    }

    /** The record of the answer, {@link Nothing}, or {@link Octets} for a download. */
    public Class<A> answer() {
        return form.answer;
    }

    /** The HTTP status of success. */
    public int status() {
        return form.status;
    }

    /** A JSON body that works; empty for an operation without a body. */
    public Optional<String> example() {
        return Optional.of(example).filter(json -> !json.isEmpty());
    }

    /** Every way in which it can fail, in the order of the catalogue. */
    public List<ErrorCode> errors() {
        return List.copyOf(errors);
    }

    /** What a repeated request means; the scope tells. */
    public Kind kind() {
        return switch (scope()) {
            case EMAILS_SEND -> Kind.SENDS;
            case MESSAGES_WRITE, ACCOUNTS_WRITE, DOMAINS_WRITE, CERTIFICATES_WRITE, API_KEYS_WRITE -> Kind.CHANGES;
            case EMAILS_READ, MESSAGES_READ, ACCOUNTS_READ, DOMAINS_READ, CERTIFICATES_READ, API_KEYS_READ ->
                Kind.READS;
        };
    }

    /** Whether it has a JSON body. */
    public boolean hasBody() {
        return form.method == Method.POST || form.method == Method.PATCH;
    }

    /** Whether it changes or deletes a resource that exists, and takes the entity tag of the state to be changed. */
    public boolean isConditional() {
        return form.method == Method.PATCH || form.method == Method.DELETE;
    }

    /** Whether it reads one resource with its entity tag. */
    public boolean isTagged() {
        return form.method == Method.GET && Tagged.class.isAssignableFrom(form.answer);
    }

    /** Whether it answers page by page. */
    public boolean isPaged() {
        return Paged.class.isAssignableFrom(form.answer);
    }

    /** Whether its request is a merge patch, with an update mask in gRPC. */
    public boolean isPatch() {
        return Patch.class.isAssignableFrom(form.request);
    }

    @Override
    public String toString() {
        return name();
    }
}
