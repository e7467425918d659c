package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Condition;
import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.MailboxName;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.ResponseWriter;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.MailboxStore.Access;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** SELECT and EXAMINE (RFC 9051 section 6.3.2). */
final class Selection {

    /** What came of it. */
    sealed interface Outcome {
        record Opened(SessionView view, FolderNews news, Answer answer) implements Outcome {}

        record NotOpened(Answer answer) implements Outcome {}
    }

    private static final Answer NO_SUCH_MAILBOX = Answer.no(ResponseCode.NONEXISTENT, "There is no such mailbox");

    private final Rooms rooms;
    private final Link link;
    private final Output out;

    Selection(Rooms rooms, Link link, Output out) {
        this.rooms = rooms;
        this.link = link;
        this.out = out;
    }

    Uni<Outcome> select(AccountHolder holder, MailboxName mailbox) {
        return open(holder, mailbox, Access.READ_WRITE);
    }

    Uni<Outcome> examine(AccountHolder holder, MailboxName mailbox) {
        return open(holder, mailbox, Access.READ_ONLY);
    }

    private Uni<Outcome> open(AccountHolder holder, MailboxName mailbox, Access access) {
        Optional<FolderName> name = FolderName.parse(mailbox.text());
        if (name.isEmpty()) {
            return Uni.createFrom().item(new Outcome.NotOpened(NO_SUCH_MAILBOX));
        }
        return rooms.folders()
                .folder(holder.account(), name.get())
                .flatMap(folder -> folder.map(found -> open(holder, found, access))
                        .orElseGet(() -> Uni.createFrom().item(new Outcome.NotOpened(NO_SUCH_MAILBOX))));
    }

    private Uni<Outcome> open(AccountHolder holder, Folder folder, Access access) {
        // It listens before it looks: what happens in between is heard and read again.
        FolderNews news = new FolderNews(rooms.feed(), holder.account(), folder.id(), link);
        return rooms.mailbox()
                .open(holder.account(), folder.id(), access)
                .onFailure()
                .invoke(news::close)
                .map(snapshot ->
                        snapshot.map(opened -> opened(opened, news, access)).orElseGet(() -> gone(news)));
    }

    private static Outcome gone(FolderNews news) {
        news.close();
        return new Outcome.NotOpened(NO_SUCH_MAILBOX);
    }

    private Outcome opened(FolderSnapshot snapshot, FolderNews news, Access access) {
        SessionView view = new SessionView(snapshot, access);
        UpdatePrinter printer = new UpdatePrinter(view, out.writer());
        ResponseWriter writer = out.writer();
        writer.raw("* FLAGS ").flags(UpdatePrinter.known(view.keywords())).end();
        printer.permanentFlags();
        printer.exists(view.exists(), view.recent());
        if (writer.dialect() == Dialect.REV1 && view.firstUnseen() > 0) {
            number("UNSEEN", view.firstUnseen(), "The first unread message");
        }
        number("UIDVALIDITY", view.uidValidity(), "UIDs are valid");
        number("UIDNEXT", snapshot.folder().uidNext(), "The next UID");
        if (writer.dialect() == Dialect.REV2) {
            MailboxName name = new MailboxName(snapshot.folder().name().text());
            writer.raw("* LIST () \"/\" ").mailbox(name).end();
        }
        return new Outcome.Opened(view, news, answer(access));
    }

    private static Answer answer(Access access) {
        return switch (access) {
            case READ_WRITE -> Answer.ok(ResponseCode.READ_WRITE, "Selected");
            case READ_ONLY -> Answer.ok(ResponseCode.READ_ONLY, "Examined");
        };
    }

    private void number(String code, long value, String text) {
        out.writer().status("*", Condition.OK, ResponseCode.number(code, value), text);
    }
}
