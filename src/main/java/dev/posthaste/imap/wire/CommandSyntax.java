package dev.posthaste.imap.wire;

import java.util.List;
import java.util.function.Function;

/**
 * The name of a command and the grammar of its arguments. A {@link CommandParser} knows the commands that it is given as
 * such values, and no others. {@code imap.server} declares what a command does.
 *
 * @param <C> the type that its arguments are parsed into
 */
public final class CommandSyntax<C> {

    /** CAPABILITY. */
    public static final CommandSyntax<Command.Capability> CAPABILITY = bare("CAPABILITY", new Command.Capability());
    /** NOOP. */
    public static final CommandSyntax<Command.Noop> NOOP = bare("NOOP", new Command.Noop());
    /** LOGOUT. */
    public static final CommandSyntax<Command.Logout> LOGOUT = bare("LOGOUT", new Command.Logout());
    /** ID. */
    public static final CommandSyntax<Command.Id> ID = with("ID", (at, dialect) -> CommandGrammar.id(at));
    /** STARTTLS. */
    public static final CommandSyntax<Command.StartTls> STARTTLS = bare("STARTTLS", new Command.StartTls());
    /** AUTHENTICATE. */
    public static final CommandSyntax<Command.Authenticate> AUTHENTICATE =
            with("AUTHENTICATE", (at, dialect) -> CommandGrammar.authenticate(at));
    /** LOGIN. */
    public static final CommandSyntax<Command.Login> LOGIN = with("LOGIN", (at, dialect) -> CommandGrammar.login(at));
    /** ENABLE. */
    public static final CommandSyntax<Command.Enable> ENABLE =
            with("ENABLE", (at, dialect) -> CommandGrammar.enable(at));
    /** SELECT. */
    public static final CommandSyntax<Command.Select> SELECT =
            with("SELECT", (at, dialect) -> new Command.Select(at.mailbox(dialect)));
    /** EXAMINE. */
    public static final CommandSyntax<Command.Examine> EXAMINE =
            with("EXAMINE", (at, dialect) -> new Command.Examine(at.mailbox(dialect)));
    /** CREATE. */
    public static final CommandSyntax<Command.Create> CREATE =
            with("CREATE", (at, dialect) -> new Command.Create(at.mailbox(dialect)));
    /** DELETE. */
    public static final CommandSyntax<Command.Delete> DELETE =
            with("DELETE", (at, dialect) -> new Command.Delete(at.mailbox(dialect)));
    /** RENAME. */
    public static final CommandSyntax<Command.Rename> RENAME = with("RENAME", CommandGrammar::rename);
    /** SUBSCRIBE. */
    public static final CommandSyntax<Command.Subscribe> SUBSCRIBE =
            with("SUBSCRIBE", (at, dialect) -> new Command.Subscribe(at.mailbox(dialect)));
    /** UNSUBSCRIBE. */
    public static final CommandSyntax<Command.Unsubscribe> UNSUBSCRIBE =
            with("UNSUBSCRIBE", (at, dialect) -> new Command.Unsubscribe(at.mailbox(dialect)));
    /** LIST. */
    public static final CommandSyntax<Command.Listing> LIST =
            with("LIST", (at, dialect) -> new ListGrammar(at, dialect).list());
    /** LSUB. */
    public static final CommandSyntax<Command.Lsub> LSUB =
            with("LSUB", (at, dialect) -> new ListGrammar(at, dialect).lsub());
    /** NAMESPACE. */
    public static final CommandSyntax<Command.Namespace> NAMESPACE = bare("NAMESPACE", new Command.Namespace());
    /** STATUS. */
    public static final CommandSyntax<Command.Status> STATUS = with("STATUS", CommandGrammar::status);
    /** APPEND. */
    public static final CommandSyntax<Command.Append> APPEND =
            new CommandSyntax<>("APPEND", Form.STREAMED, CommandGrammar::append);
    /** IDLE. */
    public static final CommandSyntax<Command.Idle> IDLE = bare("IDLE", new Command.Idle());
    /** CHECK. */
    public static final CommandSyntax<Command.Check> CHECK = bare("CHECK", new Command.Check());
    /** CLOSE. */
    public static final CommandSyntax<Command.Close> CLOSE = bare("CLOSE", new Command.Close());
    /** UNSELECT. */
    public static final CommandSyntax<Command.Unselect> UNSELECT = bare("UNSELECT", new Command.Unselect());
    /** EXPUNGE. */
    public static final CommandSyntax<Command.Expunge> EXPUNGE = bare("EXPUNGE", new Command.Expunge());
    /** UID EXPUNGE. */
    public static final CommandSyntax<Command.ExpungeUids> UID_EXPUNGE =
            with("UID EXPUNGE", (at, dialect) -> new Command.ExpungeUids(at.messages()));
    /** SEARCH. */
    public static final CommandSyntax<Command.Search> SEARCH =
            with("SEARCH", (at, dialect) -> new SearchGrammar(at).search(Numbering.SEQUENCE));
    /** UID SEARCH. */
    public static final CommandSyntax<Command.Search> UID_SEARCH =
            with("UID SEARCH", (at, dialect) -> new SearchGrammar(at).search(Numbering.UID));
    /** FETCH. */
    public static final CommandSyntax<Command.Fetch> FETCH =
            with("FETCH", (at, dialect) -> CommandGrammar.fetch(at, Numbering.SEQUENCE));
    /** UID FETCH. */
    public static final CommandSyntax<Command.Fetch> UID_FETCH =
            with("UID FETCH", (at, dialect) -> CommandGrammar.fetch(at, Numbering.UID));
    /** STORE. */
    public static final CommandSyntax<Command.Store> STORE =
            with("STORE", (at, dialect) -> CommandGrammar.store(at, Numbering.SEQUENCE));
    /** UID STORE. */
    public static final CommandSyntax<Command.Store> UID_STORE =
            with("UID STORE", (at, dialect) -> CommandGrammar.store(at, Numbering.UID));
    /** COPY. */
    public static final CommandSyntax<Command.Copy> COPY =
            with("COPY", (at, dialect) -> CommandGrammar.copy(at, Numbering.SEQUENCE, dialect));
    /** UID COPY. */
    public static final CommandSyntax<Command.Copy> UID_COPY =
            with("UID COPY", (at, dialect) -> CommandGrammar.copy(at, Numbering.UID, dialect));
    /** MOVE. */
    public static final CommandSyntax<Command.Move> MOVE =
            with("MOVE", (at, dialect) -> CommandGrammar.move(at, Numbering.SEQUENCE, dialect));
    /** UID MOVE. */
    public static final CommandSyntax<Command.Move> UID_MOVE =
            with("UID MOVE", (at, dialect) -> CommandGrammar.move(at, Numbering.UID, dialect));

    /** Every command above: those of {@link Command}. */
    public static final List<CommandSyntax<? extends Command>> ALL = List.of(
            CAPABILITY,
            NOOP,
            LOGOUT,
            ID,
            STARTTLS,
            AUTHENTICATE,
            LOGIN,
            ENABLE,
            SELECT,
            EXAMINE,
            CREATE,
            DELETE,
            RENAME,
            SUBSCRIBE,
            UNSUBSCRIBE,
            LIST,
            LSUB,
            NAMESPACE,
            STATUS,
            APPEND,
            IDLE,
            CHECK,
            CLOSE,
            UNSELECT,
            EXPUNGE,
            UID_EXPUNGE,
            SEARCH,
            UID_SEARCH,
            FETCH,
            UID_FETCH,
            STORE,
            UID_STORE,
            COPY,
            UID_COPY,
            MOVE,
            UID_MOVE);

    /** Parses the arguments of one command, after the space that follows its name. */
    interface Arguments<C> {
        C read(Cursor at, Dialect dialect) throws SyntaxFault;
    }

    /** What follows the name. */
    enum Form {
        /** Nothing. */
        BARE,
        /** A space and arguments, including literals. */
        ARGUMENTS,
        /** A space and arguments up to the announcement of a literal whose octets are streamed, not gathered. */
        STREAMED
    }

    private final String name;
    private final Form form;
    private final Arguments<C> arguments;

    private CommandSyntax(String name, Form form, Arguments<C> arguments) {
        this.name = name;
        this.form = form;
        this.arguments = arguments;
    }

    /** A command without arguments. */
    static <C> CommandSyntax<C> bare(String name, C command) {
        return new CommandSyntax<>(name, Form.BARE, (at, dialect) -> command);
    }

    /** A command with arguments; the name is in upper case, with both words of a {@code UID} command. */
    static <C> CommandSyntax<C> with(String name, Arguments<C> arguments) {
        return new CommandSyntax<>(name, Form.ARGUMENTS, arguments);
    }

    /** The same syntax with another result type. */
    public <D> CommandSyntax<D> map(Function<? super C, ? extends D> reading) {
        return new CommandSyntax<>(name, form, (at, dialect) -> reading.apply(arguments.read(at, dialect)));
    }

    /** In upper case; both words of a {@code UID} command. */
    public String name() {
        return name;
    }

    boolean isStreamed() {
        return form == Form.STREAMED;
    }

    /** Parses what follows the name. */
    C read(Cursor at, Dialect dialect) throws SyntaxFault {
        if (form != Form.BARE) {
            at.space();
        }
        return arguments.read(at, dialect);
    }

    @Override
    public String toString() {
        return name;
    }
}
