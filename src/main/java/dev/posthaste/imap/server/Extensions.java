package dev.posthaste.imap.server;

import static dev.posthaste.imap.server.Declaration.afterLogin;
import static dev.posthaste.imap.server.Declaration.always;
import static dev.posthaste.imap.server.Declaration.beforeLogin;
import static dev.posthaste.imap.server.Declaration.whenSelected;

import dev.posthaste.imap.wire.CommandParser;
import dev.posthaste.imap.wire.CommandSyntax;
import dev.posthaste.listener.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything that a server knows: its commands, what it announces, and what can be enabled. One serves all connections. */
final class Extensions {

    private final List<Extension> all;
    private final CommandParser<Invocation> parser;
    private final Map<String, Enabled.Feature> features = new HashMap<>();

    /** In the order in which CAPABILITY names them. To declare a command twice is a bug. */
    Extensions(List<Extension> all) {
        this.all = List.copyOf(all);
        this.parser = new CommandParser<>(all.stream()
                .flatMap(extension -> extension.commands().stream())
                .map(Declaration::syntax)
                .toList());
        for (Extension extension : all) {
            extension.features().forEach(feature -> features.put(feature.name().toUpperCase(Locale.ROOT), feature));
        }
    }

    /** Reads commands of all extensions. */
    CommandParser<Invocation> parser() {
        return parser;
    }

    /** What the server can do in this state. */
    List<String> capabilities(State.Ready state) {
        return all.stream()
                .filter(extension -> extension.announced().test(state))
                .map(Extension::capability)
                .toList();
    }

    /** What ENABLE knows by this name, which is in capitals. */
    Optional<Enabled.Feature> feature(String name) {
        return Optional.ofNullable(features.get(name));
    }

    /**
     * What this server has.
     *
     * @param messageSizeMax octets of a message that APPEND takes
     */
    static List<Extension> standard(long messageSizeMax) {
        AppendCommand append = new AppendCommand(messageSizeMax);
        return List.of(
                Extension.of(
                                "IMAP4rev2",
                                always(CommandSyntax.CAPABILITY, SessionCommands::capability),
                                always(CommandSyntax.NOOP, SessionCommands::noop),
                                always(CommandSyntax.LOGOUT, SessionCommands::logout),
                                beforeLogin(CommandSyntax.LOGIN, LoginCommands::login),
                                beforeLogin(CommandSyntax.AUTHENTICATE, LoginCommands::authenticate),
                                afterLogin(CommandSyntax.SELECT, Selection::select),
                                afterLogin(CommandSyntax.EXAMINE, Selection::examine),
                                afterLogin(CommandSyntax.CREATE, FolderCommands::create),
                                afterLogin(CommandSyntax.DELETE, FolderCommands::delete),
                                afterLogin(CommandSyntax.RENAME, FolderCommands::rename),
                                afterLogin(CommandSyntax.SUBSCRIBE, FolderCommands::subscribe),
                                afterLogin(CommandSyntax.UNSUBSCRIBE, FolderCommands::unsubscribe),
                                afterLogin(CommandSyntax.LIST, FolderCommands::list),
                                afterLogin(CommandSyntax.STATUS, FolderCommands::status),
                                afterLogin(CommandSyntax.APPEND, append::begin),
                                whenSelected(CommandSyntax.CLOSE, MessageCommands::close),
                                whenSelected(CommandSyntax.EXPUNGE, MessageCommands::expunge),
                                whenSelected(CommandSyntax.SEARCH, SearchCommand::search),
                                whenSelected(CommandSyntax.UID_SEARCH, SearchCommand::search),
                                whenSelected(CommandSyntax.FETCH, MessageCommands::fetch),
                                whenSelected(CommandSyntax.UID_FETCH, MessageCommands::fetch),
                                whenSelected(CommandSyntax.STORE, StoreCommand::store),
                                whenSelected(CommandSyntax.UID_STORE, StoreCommand::store),
                                whenSelected(CommandSyntax.COPY, MessageCommands::copy),
                                whenSelected(CommandSyntax.UID_COPY, MessageCommands::copy))
                        .enables(Enabled.Feature.IMAP4REV2),
                Extension.of(
                        "IMAP4rev1",
                        afterLogin(CommandSyntax.LSUB, FolderCommands::lsub),
                        whenSelected(CommandSyntax.CHECK, SessionCommands::check)),
                Extension.of("SASL-IR"),
                Extension.of("LITERAL+"),
                Extension.of("ID", always(CommandSyntax.ID, SessionCommands::id)),
                Extension.of("ENABLE", afterLogin(CommandSyntax.ENABLE, SessionCommands::enable)),
                Extension.of("IDLE", afterLogin(CommandSyntax.IDLE, SessionCommands::idle)),
                Extension.of("NAMESPACE", afterLogin(CommandSyntax.NAMESPACE, FolderCommands::namespace)),
                Extension.of("CHILDREN"),
                Extension.of("LIST-EXTENDED"),
                Extension.of("LIST-STATUS"),
                Extension.of("SPECIAL-USE"),
                Extension.of("UIDPLUS", whenSelected(CommandSyntax.UID_EXPUNGE, MessageCommands::expungeUids)),
                Extension.of(
                        "MOVE",
                        whenSelected(CommandSyntax.MOVE, MessageCommands::move),
                        whenSelected(CommandSyntax.UID_MOVE, MessageCommands::move)),
                Extension.of("UNSELECT", whenSelected(CommandSyntax.UNSELECT, SessionCommands::unselect)),
                Extension.of("ESEARCH"),
                Extension.of("SEARCHRES"),
                Extension.of("BINARY"),
                Extension.of("STATUS=SIZE"),
                Extension.of("STARTTLS", beforeLogin(CommandSyntax.STARTTLS, LoginCommands::startTls))
                        .announced(state ->
                                isBeforeLogin(state) && state.client().channel().canStartTls()),
                Extension.of("LOGINDISABLED")
                        .announced(
                                state -> isBeforeLogin(state) && state.client().channel() == Channel.CLEAR),
                Extension.of("AUTH=PLAIN")
                        .announced(state ->
                                isBeforeLogin(state) && state.client().channel().permitsPasswords()));
    }

    private static boolean isBeforeLogin(State.Ready state) {
        return state instanceof State.NotAuthenticated;
    }
}
