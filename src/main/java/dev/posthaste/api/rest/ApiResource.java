package dev.posthaste.api.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.api.Admission;
import dev.posthaste.api.Call;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Operation.Method;
import dev.posthaste.api.Repeats;
import dev.posthaste.intake.SubmitResult.Novelty;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every operation over HTTP: the methods below differ only in what the framework has to know of a body. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
class ApiResource {

    /** The header field of an answer that was given before. */
    static final String REPLAYED = "Idempotency-Replayed";

    /** Under this name the metrics of HTTP look for the path of the operation, whose names would be a series each. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private static final String ANY = "{path: .*}";
    private static final String MESSAGE = "accounts/{account}/messages/{id: [A-Za-z0-9_-]+}";

    private final Routes routes;
    private final Admission admission;
    private final Repeats repeats;
    private final ObjectMapper json;
    private final Caller caller;

    ApiResource(Routes routes, Admission admission, Repeats repeats, ObjectMapper json, Caller caller) {
        this.routes = routes;
        this.admission = admission;
        this.repeats = repeats;
        this.json = json;
        this.caller = caller;
    }

    @GET
    @Path(ANY)
    public Uni<Response> get(@Context HttpServerRequest http, @Context UriInfo uri) {
        return admitted(http, Method.GET, (found, call) -> answer(found.endpoint(), call, query(uri), new byte[0]));
    }

    @DELETE
    @Path(ANY)
    public Uni<Response> delete(@Context HttpServerRequest http) {
        return admitted(
                http, Method.DELETE, (found, call) -> answer(found.endpoint(), call, QueryString.NONE, new byte[0]));
    }

    @POST
    @Path(ANY)
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> post(@Context HttpServerRequest http, byte @Nullable [] body) {
        return admitted(http, Method.POST, (found, call) -> answer(found.endpoint(), call, QueryString.NONE, body));
    }

    @PATCH
    @Path(ANY)
    @Consumes({JsonRequests.MERGE_PATCH, MediaType.APPLICATION_JSON})
    public Uni<Response> patch(@Context HttpServerRequest http, byte @Nullable [] body) {
        return admitted(http, Method.PATCH, (found, call) -> answer(found.endpoint(), call, QueryString.NONE, body));
    }

    @POST
    @Path(ANY)
    @Consumes(Operation.MESSAGE_TYPE)
    public Uni<Response> upload(@Context HttpServerRequest http, @Context UriInfo uri) {
        Multi<byte[]> octets = MultiHelper.toMulti(http).map(Buffer::getBytes);
        return admitted(http, Method.POST, (found, call) -> upload(found.endpoint(), call, query(uri), octets));
    }

    @GET
    @Path(MESSAGE + "/raw")
    @Produces(Operation.MESSAGE_TYPE)
    public Multi<byte[]> raw(@Context HttpServerRequest http) {
        return download(http);
    }

    @GET
    @Path(MESSAGE + "/attachments/{part: [0-9.]+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Multi<byte[]> attachment(@Context HttpServerRequest http) {
        return download(http);
    }

    private Multi<byte[]> download(HttpServerRequest http) {
        return Download.of(admitted(http, Method.GET, (found, call) -> switch (found.endpoint()) {
            case Endpoint.Download download -> download.work().apply(call);
            case Endpoint.Single<?, ?> other -> throw unstreamed(other);
            case Endpoint.Upload<?, ?> other -> throw unstreamed(other);
        }));
    }

    private static IllegalStateException unstreamed(Endpoint<?, ?> endpoint) {
        return new IllegalStateException(endpoint.operation() + " has a route of another kind");
    }

    /** The one request that is known by its path now, counted under the limits of its operation. */
    private <T> Uni<T> admitted(HttpServerRequest http, Method method, BiFunction<Routes.Found, Call, Uni<T>> work) {
        Caller who = caller.self();
        return Uni.createFrom().deferred(() -> {
            Routes.Found found = routes.find(method, String.valueOf(http.path()));
            Operation<?, ?> operation = found.endpoint().operation();
            Optional.ofNullable(Vertx.currentContext())
                    .ifPresent(context -> context.putLocal(TEMPLATE, Routes.BASE + operation.path()));
            return admission
                    .admit(who.admitted(), operation, budget -> BearerKeys.tell(http, budget))
                    .chain(() -> work.apply(found, who.call(operation, found.names())));
        });
    }

    private static Function<Operation<?, ?>, QueryString> query(UriInfo uri) {
        return operation -> QueryString.of(uri.getQueryParameters(), operation);
    }

    private <Q, A> Uni<Response> answer(
            Endpoint<Q, A> endpoint, Call call, Function<Operation<?, ?>, QueryString> query, byte @Nullable [] body) {
        Operation<Q, A> operation = endpoint.operation();
        QueryString parameters = query.apply(operation);
        Q request =
                operation.hasBody() ? JsonRequests.read(json, operation, body) : parameters.read(operation.request());
        JsonAnswers<A> form = new JsonAnswers<>(json, operation.answer());
        Uni<Repeats.Answer<A>> answer =
                switch (endpoint) {
                    case Endpoint.Single<Q, A> single ->
                        repeats.answer(
                                single,
                                call.on(parameters.page()),
                                request,
                                form,
                                () -> JsonAnswers.written(json, request));
                    case Endpoint.Upload<Q, A> upload -> {
                        byte[] octets = upload.octets().apply(request);
                        yield repeats.upload(upload, call, request, form)
                                .flatMap(
                                        stream -> stream.pour(Multi.createFrom().item(octets)));
                    }
                    case Endpoint.Download download -> throw unstreamed(download);
                };
        return answer.map(given -> response(operation, given));
    }

    private <Q, A> Uni<Response> upload(
            Endpoint<Q, A> endpoint, Call call, Function<Operation<?, ?>, QueryString> query, Multi<byte[]> octets) {
        return switch (endpoint) {
            case Endpoint.Upload<Q, A> upload -> {
                Operation<Q, A> operation = upload.operation();
                Q request = query.apply(operation).read(operation.request());
                yield repeats.upload(upload, call, request, new JsonAnswers<>(json, operation.answer()))
                        .flatMap(stream -> stream.pour(octets))
                        .map(given -> response(operation, given));
            }
            case Endpoint.Single<Q, A> other -> throw JsonRequests.unsupported();
            case Endpoint.Download other -> throw JsonRequests.unsupported();
        };
    }

    private static <A> Response response(Operation<?, A> operation, Repeats.Answer<A> answer) {
        Response.ResponseBuilder response = Response.status(operation.status());
        if (answer.novelty() == Novelty.REPLAYED) {
            response.header(REPLAYED, "true");
        }
        if (operation.kind() == Operation.Kind.SENDS && answer.value() instanceof Operation.Located made) {
            response.header(HttpHeaders.LOCATION, Routes.BASE + operation.path() + '/' + made.id());
        }
        return answer.value() == Operation.Nothing.NOTHING
                ? response.build()
                : response.entity(answer.value()).build();
    }
}
