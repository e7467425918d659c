package dev.posthaste.api;

import dev.posthaste.id.Secret;
import dev.posthaste.intake.Labels;
import dev.posthaste.intake.Origin;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One request for each call, about things that belong to the owner of an {@link ApiWorld}. */
final class EveryCall {

    static final Origin ORIGIN = Origins.at(Origin.Entrance.REST, "127.0.0.1", Origin.Request.NONE);

    private final ApiWorld world;
    private final String domain;
    private final String account;
    private final String alias;
    private final String email;
    private final String message;
    private final String certificate;
    private final String key;

    /** Makes something of everything for the owner. */
    EveryCall(ApiWorld world) {
        this.world = world;
        Principal owner = world.owner();
        this.domain = ApiWorld.now(world.domains.create(owner, "example.org"))
                .domain()
                .id()
                .toString();
        this.account = ApiWorld.now(world.accounts.create(owner, account("alice@example.org")))
                .id()
                .toString();
        this.alias = ApiWorld.now(world.accounts.createAlias(owner, account, "sales@example.org"))
                .id()
                .toString();
        this.email = ApiWorld.now(world.emails.send(owner, letter("alice@example.org"), ORIGIN))
                .email()
                .id()
                .toString();
        this.message = ApiWorld.now(world.messages.list(owner, account, everything()))
                .items()
                .getFirst()
                .stored()
                .id()
                .toString();
        this.certificate = ApiWorld.now(
                        world.certificates.upload(owner, world.pem.chainPem(), world.pem.privateKeyPem()))
                .id()
                .toString();
        this.key = ApiWorld.now(world.keys.create(owner, "shop", List.of("emails:send")))
                .key()
                .id()
                .toString();
    }

    static AccountCalls.Draft account(String address) {
        return new AccountCalls.Draft(address, new Secret("open sesame"), "", List.of());
    }

    static MessageCalls.Query everything() {
        return new MessageCalls.Query("", "", PageToken.first());
    }

    /** A short email from alice@example.org. */
    static EmailDraft letter(String... to) {
        return letter(Optional.empty(), "Hello", to);
    }

    static EmailDraft letter(Optional<String> key, String text, String... to) {
        return new EmailDraft(
                new EmailDraft.Addressees(
                        Optional.of(new EmailDraft.Person("alice@example.org", "Alice")),
                        List.of(to).stream()
                                .map(address -> new EmailDraft.Person(address, ""))
                                .toList(),
                        List.of(),
                        List.of(),
                        List.of()),
                new EmailDraft.Composition("Hi", text, "", List.of(), List.of()),
                Optional.empty(),
                Labels.NONE,
                key);
    }

    /** Calls for {@code caller}; what a call makes bears {@code suffix} in its name, so that it can be called again. */
    Uni<?> call(Operation operation, Principal caller, String suffix) {
        return switch (operation) {
            case SEND_EMAIL -> world.emails.send(caller, letter("alice@example.org"), ORIGIN);
            case GET_EMAIL -> world.emails.get(caller, email);
            case LIST_EMAILS ->
                world.emails.list(caller, new EmailCalls.Query(Optional.empty(), Optional.empty(), PageToken.first()));
            case LIST_EMAIL_RECIPIENTS -> world.emails.recipients(caller, email);
            case CREATE_ACCOUNT -> world.accounts.create(caller, account(suffix + "@example.org"));
            case GET_ACCOUNT -> world.accounts.get(caller, account);
            case LIST_ACCOUNTS -> world.accounts.list(caller, PageToken.first());
            case UPDATE_ACCOUNT ->
                world.accounts.update(
                        caller, Precondition.none(), account, List.of(new AccountCalls.Change.DisplayName("Alice")));
            case DELETE_ACCOUNT -> world.accounts.delete(caller, Precondition.none(), account);
            case GET_QUOTA -> world.accounts.quota(caller, account);
            case CREATE_ALIAS -> world.accounts.createAlias(caller, account, "alias-" + suffix + "@example.org");
            case LIST_ALIASES -> world.accounts.aliases(caller, account);
            case DELETE_ALIAS -> world.accounts.deleteAlias(caller, Precondition.none(), account, alias);
            case CREATE_FOLDER -> world.folders.create(caller, account, suffix);
            case GET_FOLDER -> world.folders.get(caller, account, "INBOX");
            case LIST_FOLDERS -> world.folders.list(caller, account);
            case UPDATE_FOLDER ->
                world.folders.rename(caller, Precondition.none(), account, "Archive", "Archive" + suffix);
            case DELETE_FOLDER -> world.folders.delete(caller, Precondition.none(), account, "Junk");
            case LIST_MESSAGES -> world.messages.list(caller, account, everything());
            case GET_MESSAGE -> world.messages.get(caller, account, message);
            case GET_RAW_MESSAGE -> world.messages.raw(caller, account, message);
            case GET_ATTACHMENT -> world.messages.attachment(caller, account, message, "2");
            case APPEND_MESSAGE -> world.messages.append(caller, account, inbox(), octets("Subject: x\n\ny\n"));
            case UPDATE_MESSAGE -> world.messages.changeFlags(caller, Precondition.none(), account, message, seen());
            case MOVE_MESSAGE -> world.messages.move(caller, account, message, "Trash");
            case COPY_MESSAGE -> world.messages.copy(caller, account, message, "Trash");
            case DELETE_MESSAGE -> world.messages.delete(caller, Precondition.none(), account, message);
            case CREATE_DOMAIN -> world.domains.create(caller, suffix + ".example.org");
            case GET_DOMAIN -> world.domains.get(caller, domain);
            case LIST_DOMAINS -> world.domains.list(caller, PageToken.first());
            case DELETE_DOMAIN -> world.domains.delete(caller, Precondition.none(), domain);
            case LIST_DNS_RECORDS -> world.domains.records(caller, domain);
            case UPLOAD_CERTIFICATE ->
                world.certificates.upload(caller, world.otherPem.chainPem(), world.otherPem.privateKeyPem());
            case GET_CERTIFICATE -> world.certificates.get(caller, certificate);
            case LIST_CERTIFICATES -> world.certificates.list(caller, PageToken.first());
            case DELETE_CERTIFICATE -> world.certificates.delete(caller, Precondition.none(), certificate);
            case CREATE_API_KEY -> world.keys.create(caller, suffix, List.of("emails:read"));
            case GET_API_KEY -> world.keys.get(caller, key);
            case LIST_API_KEYS -> world.keys.list(caller, PageToken.first());
            case REVOKE_API_KEY -> world.keys.revoke(caller, Precondition.none(), key);
        };
    }

    static MessageCalls.Place inbox() {
        return new MessageCalls.Place("INBOX", List.of(), Optional.empty());
    }

    static Multi<byte[]> octets(String text) {
        return Multi.createFrom().item(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageCalls.FlagsDraft seen() {
        return new MessageCalls.FlagsDraft(List.of("\\Seen"), List.of(), Optional.empty());
    }
}
