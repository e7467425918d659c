package dev.posthaste.smtp.wire;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.SecretOctets;
import java.nio.charset.StandardCharsets;

/**
 * Writes commands as a client sends them. The values of a {@link Command} contain neither CR nor LF, so no external
 * value can inject a command.
 */
public final class CommandWriter {

    private CommandWriter() {}

    /** The command with its CR LF. It may contain a password: do not log it. */
    public static byte[] octets(Command command) {
        return (text(command) + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A line of a SASL exchange, with its CR LF (RFC 4954 section 4). */
    public static byte[] octets(SaslResponse response) {
        return (text(response) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(Command command) {
        return switch (command) {
            case Command.Ehlo(ClientName client) -> "EHLO " + client;
            case Command.Helo(ClientName client) -> "HELO " + client;
            case Command.Lhlo(ClientName client) -> "LHLO " + client;
            case Command.Mail(ReversePath from, MailParameters parameters) ->
                "MAIL FROM:" + path(from, parameters.encoding()) + text(parameters);
            case Command.Rcpt(ForwardPath to, Encoding written) -> "RCPT TO:" + path(to, written);
            case Command.Data() -> "DATA";
            case Command.Rset() -> "RSET";
            case Command.Noop() -> "NOOP";
            case Command.Quit() -> "QUIT";
            case Command.Vrfy(String argument) -> "VRFY " + argument;
            case Command.Expn(String argument) -> "EXPN " + argument;
            case Command.Help() -> "HELP";
            case Command.StartTls() -> "STARTTLS";
            case Command.Extended(String verb, String argument) -> argument.isEmpty() ? verb : verb + " " + argument;
            case Command.Auth(String mechanism, SaslResponse.Octets(SecretOctets octets))
            when octets.use(response -> response.length == 0) -> "AUTH " + mechanism + " =";
            case Command.Auth(String mechanism, SaslResponse initial) ->
                ("AUTH " + mechanism + " " + text(initial)).stripTrailing();
        };
    }

    private static String path(ReversePath from, Encoding encoding) {
        return switch (from) {
            case ReversePath.Empty() -> "<>";
            case ReversePath.Sender(EmailAddress address) -> "<" + mailbox(address, encoding) + ">";
        };
    }

    private static String path(ForwardPath to, Encoding encoding) {
        return switch (to) {
            case ForwardPath.Postmaster() -> "<Postmaster>";
            case ForwardPath.Recipient(EmailAddress address) -> "<" + mailbox(address, encoding) + ">";
        };
    }

    private static String mailbox(EmailAddress address, Encoding encoding) {
        return switch (encoding) {
            case ASCII -> address.toString();
            case UTF8 -> address.local() + "@" + address.domain().unicode();
        };
    }

    private static String text(MailParameters parameters) {
        StringBuilder text = new StringBuilder();
        if (parameters.declaredOctets() > 0) {
            text.append(" SIZE=").append(parameters.declaredOctets());
        }
        if (parameters.body() == BodyType.EIGHT_BIT_MIME) {
            text.append(" BODY=").append(BodyType.EIGHT_BIT_MIME.keyword());
        }
        if (parameters.encoding() == Encoding.UTF8) {
            text.append(" SMTPUTF8");
        }
        parameters
                .submitter()
                .sender()
                .ifPresent(address -> text.append(" AUTH=").append(Xtext.encode(address.toString())));
        return text.toString();
    }

    private static String text(SaslResponse response) {
        return switch (response) {
            case SaslResponse.None() -> "";
            case SaslResponse.Cancelled() -> "*";
            case SaslResponse.Octets(SecretOctets octets) -> octets.use(Base64Text::encode);
        };
    }
}
