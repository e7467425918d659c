package dev.posthaste.torture;

import dev.posthaste.Dialogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** SMTP: as another server, or, after a login, as a mail program. */
final class SmtpDoor implements Door {

    private final Dialogue smtp;

    private SmtpDoor(Dialogue smtp) {
        this.smtp = smtp;
    }

    /** The port for other servers. */
    static Door mx(Site site) throws IOException {
        return greeted(new Dialogue(site.port("mx")));
    }

    /** The port for mail programs, logged in. */
    static Door submission(Site site) throws IOException {
        SmtpDoor door = greeted(new Dialogue(site.port("submission")));
        String plain = "\0" + Site.SENDER + "\0" + Site.PASSWORD;
        String said = door.smtp.smtp(
                "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
        if (!said.startsWith("235 ")) {
            door.close();
            site.journal().judgeLogin("SMTP AUTH", said, said.startsWith("454 ") || said.startsWith("421 "));
            throw new IOException("no login: " + said);
        }
        return door;
    }

    @Override
    public Answer send(Mail mail) throws IOException {
        String said = smtp.smtp("MAIL FROM:<" + mail.from() + '>');
        for (String recipient : mail.recipients()) {
            if (said.startsWith("250 ")) {
                said = smtp.smtp("RCPT TO:<" + recipient + '>');
            }
        }
        if (said.startsWith("250 ")) {
            said = smtp.smtp("DATA");
        }
        if (said.startsWith("354 ")) {
            said = smtp.smtp(mail.octets() + '.');
        }
        return switch (said.charAt(0)) {
            case '2' -> new Answer.Accepted(mail.token());
            case '4' -> new Answer.TryLater(said);
            default -> new Answer.Refused(said);
        };
    }

    @Override
    public void close() throws IOException {
        smtp.close();
    }

    private static SmtpDoor greeted(Dialogue smtp) throws IOException {
        String greeting = smtp.reply();
        if (!greeting.startsWith("220 ")) {
            smtp.close();
            throw new IOException("no welcome: " + greeting);
        }
        smtp.smtp("EHLO mail.load.test");
        return new SmtpDoor(smtp);
    }
}
