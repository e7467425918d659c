package dev.posthaste.smtp.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.LocalPart;
import dev.posthaste.address.ReversePath;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random commands, and lines that are almost commands. */
final class Commands {

    private static final List<String> LOCALS = List.of("bob", "a.b", "a b", "a\"b", "a>b", "@", "o'neil+x", "\\", ".");
    private static final List<String> UTF8_LOCALS = List.of("jörg", "用户", "a用 b");
    private static final List<String> DOMAINS = List.of("example.org", "a-b.example", "x");
    private static final List<String> NAMES = List.of("mx.example.org", "[192.0.2.7]", "[IPv6:2001:db8::7]", "x");
    private static final List<String> FRAGMENTS = List.of(
            "<",
            ">",
            "<>",
            "\"",
            "\\",
            "@",
            ":",
            " ",
            "=",
            "SIZE=",
            "BODY=7BIT",
            "SMTPUTF8",
            "AUTH=",
            "+",
            "FROM:",
            "TO:",
            "\r",
            "\n",
            "\0",
            "xn--",
            ".",
            "..",
            "[",
            "]",
            "é",
            "\u212a",
            "ﬀ",
            "。",
            "xn--a",
            "\ud83d\ude00");

    private Commands() {}

    static Command any(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> new Command.Ehlo(new ClientName(one(NAMES, random)));
            case 1 -> new Command.Helo(new ClientName(one(NAMES, random)));
            case 2, 3 -> mail(random);
            case 4 -> rcpt(random);
            case 5 -> new Command.Data();
            case 6 -> new Command.Rset();
            case 7 -> new Command.Noop();
            case 8 -> new Command.Quit();
            case 9 -> new Command.Vrfy("bob <b@example.org>");
            case 10 -> new Command.Expn("staff");
            case 11 -> random.nextBoolean() ? new Command.Help() : new Command.StartTls();
            case 12 -> new Command.Lhlo(new ClientName(one(NAMES, random)));
            default -> auth(random);
        };
    }

    /** A command line with some octets changed, removed or inserted. */
    static byte[] damaged(Random random) {
        byte[] octets = CommandWriter.octets(any(random));
        byte[] line = Arrays.copyOf(octets, octets.length - 2);
        for (int blows = random.nextInt(4); blows > 0; blows--) {
            line = hit(line, random);
        }
        return line;
    }

    private static byte[] hit(byte[] line, Random random) {
        int at = random.nextInt(line.length + 1);
        byte[] added =
                switch (random.nextInt(3)) {
                    case 0 -> one(FRAGMENTS, random).getBytes(UTF_8);
                    case 1 -> new byte[] {(byte) random.nextInt(256)};
                    default -> new byte[0];
                };
        int resume = Math.min(line.length, at + random.nextInt(3));
        byte[] result = Arrays.copyOf(line, at + added.length + line.length - resume);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(line, resume, result, at + added.length, line.length - resume);
        return result;
    }

    private static Command mail(Random random) {
        Encoding encoding = random.nextInt(4) == 0 ? Encoding.UTF8 : Encoding.ASCII;
        ReversePath from = random.nextInt(5) == 0
                ? ReversePath.empty()
                : ReversePath.of(address(encoding == Encoding.UTF8 ? UTF8_LOCALS : LOCALS, random));
        return new Command.Mail(
                from,
                new MailParameters(
                        random.nextBoolean() ? 0 : random.nextLong(1, 999_999_999_999_999_999L),
                        BodyType.values()[random.nextInt(2)],
                        encoding,
                        random.nextBoolean() ? ReversePath.empty() : ReversePath.of(address(LOCALS, random))));
    }

    private static Command rcpt(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Command.Rcpt(new ForwardPath.Postmaster(), Encoding.ASCII);
            case 1 -> Command.Rcpt.to(address(UTF8_LOCALS, random));
            case 2 ->
                new Command.Rcpt(
                        ForwardPath.to(new EmailAddress(new LocalPart("bob"), DomainName.of("bücher.example"))),
                        Encoding.UTF8);
            default -> Command.Rcpt.to(address(LOCALS, random));
        };
    }

    private static Command auth(Random random) {
        byte[] octets = new byte[random.nextInt(40)];
        random.nextBytes(octets);
        SaslResponse initial = random.nextBoolean() ? new SaslResponse.None() : new SaslResponse.Octets(octets);
        return new Command.Auth(random.nextBoolean() ? "PLAIN" : "SCRAM-SHA-256", initial);
    }

    private static EmailAddress address(List<String> locals, Random random) {
        return new EmailAddress(new LocalPart(one(locals, random)), DomainName.of(one(DOMAINS, random)));
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
