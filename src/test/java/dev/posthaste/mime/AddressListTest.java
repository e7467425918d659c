package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.address.EmailAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class AddressListTest {

    private static Mailbox mailbox(String name, String local, String host) {
        return new Mailbox(name, "", local, host);
    }

    private static List<Address> parse(String value) {
        return AddressList.parse(value).entries();
    }

    @Test
    void the_examples_of_rfc_5322_are_read() {
        assertThat(parse("John Doe <jdoe@machine.example>"))
                .containsExactly(mailbox("John Doe", "jdoe", "machine.example"));
        assertThat(parse("\"Joe Q. Public\" <john.q.public@example.com>"))
                .containsExactly(mailbox("Joe Q. Public", "john.q.public", "example.com"));
        assertThat(parse("Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>"))
                .containsExactly(
                        mailbox("Mary Smith", "mary", "x.test"),
                        mailbox("", "jdoe", "example.org"),
                        mailbox("Who?", "one", "y.test"));
        assertThat(parse("<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>"))
                .containsExactly(
                        mailbox("", "boss", "nil.test"), mailbox("Giant; \"Big\" Box", "sysservices", "example.net"));
        assertThat(parse("A Group:Ed Jones <joe@where.test>,joe@where.test,John <jdoe@one.test>;"))
                .containsExactly(new Address.Group(
                        "A Group",
                        List.of(
                                mailbox("Ed Jones", "joe", "where.test"),
                                mailbox("", "joe", "where.test"),
                                mailbox("John", "jdoe", "one.test"))));
        assertThat(parse("Undisclosed recipients:;"))
                .containsExactly(new Address.Group("Undisclosed recipients", List.of()));
    }

    @Test
    void white_space_and_comments_of_rfc_5322_appendix_a_5_mean_nothing() {
        assertThat(parse("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>"))
                .containsExactly(mailbox("Pete", "pete", "silly.test"));
        assertThat(parse("A Group(Some people) :Chris Jones <c@(Chris's host.)public.example>, joe@example.org,"
                        + " John <jdoe@one.test> (my dear friend); (the end of the group)"))
                .containsExactly(new Address.Group(
                        "A Group",
                        List.of(
                                mailbox("Chris Jones", "c", "public.example"),
                                mailbox("", "joe", "example.org"),
                                mailbox("John", "jdoe", "one.test"))));
        assertThat(parse("(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;"))
                .containsExactly(new Address.Group("Hidden recipients", List.of()));
    }

    @Test
    void obsolete_addresses_of_rfc_5322_appendix_a_6_are_read() {
        assertThat(parse("Joe Q. Public <john.q.public@example.com>"))
                .containsExactly(mailbox("Joe Q. Public", "john.q.public", "example.com"));
        assertThat(parse("Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example"))
                .containsExactly(
                        new Mailbox("Mary Smith", "@node.test", "mary", "example.net"),
                        mailbox("", "jdoe", "test.example"));
        assertThat(parse("<@a.example,@b.example:c@d.example>"))
                .containsExactly(new Mailbox("", "@a.example,@b.example", "c", "d.example"));
        assertThat(parse("J . Doe @ example . org")).containsExactly(mailbox("", "J.Doe", "example.org"));
    }

    @Test
    void a_comment_after_a_bare_address_is_its_name() {
        assertThat(parse("alice@example.org (Alice (A.) Example)"))
                .containsExactly(mailbox("Alice (A.) Example", "alice", "example.org"));
    }

    @Test
    void a_comment_that_ends_in_a_backslash_ends_nothing_else() {
        assertThat(parse("alice@example.org (Alice\\")).containsExactly(mailbox("Alice", "alice", "example.org"));
        assertThat(parse("(\\")).isEmpty();
        assertThat(parse("\"\\")).containsExactly(mailbox("", "\\", ""));
    }

    @Test
    void a_display_name_that_looks_like_an_address_is_a_name() {
        assertThat(parse("ceo@bank.example <thief@evil.example>"))
                .containsExactly(mailbox("ceo@bank.example", "thief", "evil.example"));
        assertThat(parse("\"ceo@bank.example\" <thief@evil.example>"))
                .containsExactly(mailbox("ceo@bank.example", "thief", "evil.example"));
        assertThat(parse("ceo@bank.example, x <thief@evil.example>")).hasSize(2);
    }

    @Test
    void empty_lists_and_missing_addresses_are_empty() {
        assertThat(parse("")).isEmpty();
        assertThat(parse(" , ,; ")).isEmpty();
        assertThat(parse("<>")).isEmpty();
        assertThat(parse("Nobody <>")).containsExactly(mailbox("Nobody", "", ""));
    }

    @Test
    void words_without_a_host_are_kept_as_a_local_part() {
        assertThat(parse("postmaster")).containsExactly(mailbox("", "postmaster", ""));
        assertThat(parse("MAILER-DAEMON (Mail Delivery System)"))
                .containsExactly(mailbox("Mail Delivery System", "MAILER-DAEMON", ""));
    }

    @Test
    void a_forgotten_comma_still_divides_and_trailing_rubbish_is_no_address() {
        assertThat(parse("<a@x.test> <b@y.test>"))
                .containsExactly(mailbox("", "a", "x.test"), mailbox("", "b", "y.test"));
        assertThat(parse("Alice <a@x.test> rubbish, b@y.test"))
                .containsExactly(mailbox("Alice", "a", "x.test"), mailbox("", "b", "y.test"));
    }

    @Test
    void quoted_local_parts_and_domain_literals_are_read() {
        assertThat(parse("\"much.more unusual\"@example.com, x@[192.0.2.1]"))
                .containsExactly(mailbox("", "much.more unusual", "example.com"), mailbox("", "x", "[192.0.2.1]"));
    }

    @Test
    void international_addresses_become_addresses_of_ours() {
        Mailbox mailbox = AddressList.parse("\u7528\u6237@b\u00FCcher.example")
                .mailboxes()
                .getFirst();
        assertThat(mailbox.address()).contains(EmailAddress.of("\u7528\u6237@xn--bcher-kva.example"));
        assertThat(AddressList.parse("x@[192.0.2.1]").mailboxes().getFirst().address())
                .isEmpty();
    }

    @Test
    void an_encoded_word_inside_a_quoted_string_stays_raw_and_is_decoded_for_people() {
        Mailbox mailbox = AddressList.parse("\"=?utf-8?Q?J=C3=BCrgen?=\" <j@example.org>")
                .mailboxes()
                .getFirst();
        assertThat(mailbox.name()).isEqualTo("=?utf-8?Q?J=C3=BCrgen?=");
        assertThat(mailbox.decodedName()).isEqualTo("J\u00FCrgen");
    }

    @Test
    void ten_thousand_recipients_are_read_up_to_the_limit() {
        List<Address> read = parse("a@example.org, ".repeat(10_000));
        assertThat(read).hasSize(AddressParser.MAX_MAILBOXES);
    }

    @Test
    void hostile_lists_take_time_in_proportion() {
        for (String piece : List.of("<", "(", "\"", "<@a,", "a . ", "@[", ":", "a@", "<@", "\\", "(\\", "a: ")) {
            String hostile = piece.repeat(200_000 / piece.length());
            AddressList read = Assertions.assertTimeout(Duration.ofSeconds(5), () -> AddressList.parse(hostile));
            assertThat(read.entries().size()).as(piece).isLessThanOrEqualTo(hostile.length());
        }
    }

    /** Sixteen million characters: copying the input at each step would take hours. */
    @Test
    void one_endless_address_takes_time_in_proportion() {
        for (String piece : List.of("a@b", ":a", "@a", "a.", "a ", "(a)")) {
            String hostile = "<" + piece.repeat(16_000_000 / piece.length());
            AddressList read = Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(60), () -> AddressList.parse(hostile), piece);
            assertThat(read.entries().size()).as(piece).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void hops_within_an_address_belong_to_its_local_part() {
        assertThat(parse("<a@b@c.example>")).containsExactly(mailbox("", "a@b", "c.example"));
        assertThat(parse("<a:b\"c\"@d@e:f@g.example>")).containsExactly(mailbox("", "abc@d@e", "g.example"));
    }

    @Test
    void what_is_written_is_read_back_equal() {
        Random random = new Random(5322);
        for (int i = 0; i < Fuzz.CASES; i++) {
            AddressList list = randomList(random);
            assertThat(AddressList.parse(list.toString())).as(list.toString()).isEqualTo(list);
        }
    }

    private static AddressList randomList(Random random) {
        List<Address> entries = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            if (random.nextInt(4) == 0) {
                List<Mailbox> members = new ArrayList<>();
                for (int j = random.nextInt(3); j > 0; j--) {
                    members.add(randomMailbox(random));
                }
                entries.add(new Address.Group("g" + word(random), members));
            } else {
                entries.add(randomMailbox(random));
            }
        }
        return new AddressList(entries);
    }

    private static Mailbox randomMailbox(Random random) {
        String name = random.nextBoolean() ? "" : word(random) + " \"<,\\(:;@ " + word(random);
        String route = random.nextInt(5) == 0 ? "@a.example,@b.example" : "";
        return new Mailbox(
                name, route, word(random) + (random.nextBoolean() ? "" : ". \\\"@" + word(random)), "x.example");
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            word.append("abcXYZ019\u00E4\u7528-_".charAt(random.nextInt(13)));
        }
        return word.toString();
    }
}
