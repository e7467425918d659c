package dev.posthaste.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.torture.Journal.Breach;
import dev.posthaste.torture.Journal.Finding;
import dev.posthaste.torture.Reading.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The account bites: each broken promise is found, and what may happen is not called broken. */
class BoxTest {

    private static final String ADDRESS = "one@a.test";

    private final Journal journal = new Journal();
    private final Box box = new Box(ADDRESS, journal);
    private final Mail first = mail();
    private final Mail second = mail();
    private final Map<Place, String> there = new HashMap<>();
    private final Map<Place, Set<String>> flags = new HashMap<>();
    private long uidNext = 100;

    @Test
    void what_was_acknowledged_and_is_there_once_is_well() {
        put("INBOX", 1, first);
        put("INBOX", 2, second);
        read(first, second);
        read();
        assertThat(breaches()).isEmpty();
    }

    @Test
    void what_was_acknowledged_and_is_not_there_is_lost() {
        put("INBOX", 1, first);
        read(first, second);
        assertThat(breaches()).containsExactly(Breach.LOST);
    }

    @Test
    void what_was_there_and_is_gone_is_lost() {
        put("INBOX", 1, first);
        read(first);
        there.clear();
        read();
        assertThat(breaches()).containsExactly(Breach.LOST);
    }

    @Test
    void what_comes_twice_is_found() {
        put("INBOX", 1, first);
        put("INBOX", 2, first);
        read(first);
        assertThat(breaches()).containsExactly(Breach.TWICE);
    }

    @Test
    void a_move_without_an_answer_is_done_or_not_done() {
        put("INBOX", 1, first);
        read(first);
        box.begin(Change.move(box.in("INBOX"), "Trash"));
        read();
        box.begin(Change.move(box.in("INBOX"), "Trash"));
        there.clear();
        put("Trash", 100, first);
        read();
        assertThat(breaches()).isEmpty();
    }

    @Test
    void a_move_of_which_a_part_happened_is_half_done() {
        put("INBOX", 1, first);
        put("INBOX", 2, second);
        read(first, second);
        box.begin(Change.move(box.in("INBOX"), "Trash"));
        there.remove(new Place("INBOX", 1));
        put("Trash", 100, first);
        read();
        assertThat(breaches()).containsExactly(Breach.HALF);
    }

    @Test
    void a_deletion_that_was_acknowledged_and_did_not_hold_is_found() {
        put("INBOX", 1, first);
        read(first);
        box.begin(Change.remove("EXPUNGE", box.in("INBOX").keySet()));
        box.done(List.of());
        read();
        assertThat(breaches()).containsExactly(Breach.BACK);
    }

    @Test
    void a_flag_that_was_acknowledged_and_did_not_hold_is_found() {
        put("INBOX", 1, first);
        read(first);
        Map<Place, Copy> after = box.in("INBOX");
        after.replaceAll((place, copy) -> copy.with("\\Seen"));
        box.begin(Change.store(after));
        box.done(List.of());
        read();
        assertThat(breaches()).containsExactly(Breach.ALTERED);
    }

    @Test
    void a_store_without_an_answer_may_not_be_done_for_one_message_and_not_for_the_other() {
        put("INBOX", 1, first);
        put("INBOX", 2, second);
        read(first, second);
        Map<Place, Copy> after = box.in("INBOX");
        after.replaceAll((place, copy) -> copy.with("\\Seen"));
        box.begin(Change.store(after));
        flags.put(new Place("INBOX", 2), Set.of("\\Seen"));
        read();
        assertThat(breaches()).containsExactly(Breach.HALF);
    }

    @Test
    void a_uid_that_is_given_again_is_found() {
        put("INBOX", 1, first);
        read(first);
        box.begin(Change.remove("EXPUNGE", box.in("INBOX").keySet()));
        box.done(List.of());
        there.clear();
        read();
        put("INBOX", 1, second);
        read(second);
        assertThat(breaches()).contains(Breach.ALTERED);
    }

    @Test
    void a_new_message_below_uidnext_and_a_uidnext_that_goes_back_are_found() {
        read();
        put("INBOX", 99, first);
        read(first);
        assertThat(breaches()).containsExactly(Breach.ALTERED);
        uidNext = 50;
        there.clear();
        box.begin(Change.remove("EXPUNGE", box.in("INBOX").keySet()));
        read();
        assertThat(journal.findings()).anyMatch(finding -> finding.text().contains("has UIDNEXT 50 after 100"));
    }

    @Test
    void other_octets_than_were_sent_are_found() {
        Copy altered = Copy.of(first.octets().replace("\r\n\r\n", "\r\n\r\nx").substring(0, 200), Set.of());
        Place place = new Place("INBOX", 100);
        Map<String, Reading.Folder> folders = folders();
        folders.get("INBOX").messages().put(place.uid(), altered);
        box.reconcile(new Reading(folders, Map.of(place, "cut off")), List.of(first));
        assertThat(breaches()).containsExactly(Breach.ALTERED);
    }

    private Mail mail() {
        Mail mail = new Mail(journal.token("mx"), Mail.Way.MX, "x@far.test", List.of(ADDRESS), new Random(3));
        journal.intend(mail);
        return mail;
    }

    private void put(String folder, long uid, Mail mail) {
        there.put(new Place(folder, uid), mail.octets());
    }

    private void read(Mail... promised) {
        Map<String, Reading.Folder> folders = folders();
        there.forEach((place, octets) -> folders.get(place.folder())
                .messages()
                .put(place.uid(), Copy.of(octets, flags.getOrDefault(place, Set.of()))));
        box.reconcile(new Reading(folders, Map.copyOf(there)), List.of(promised));
    }

    private Map<String, Reading.Folder> folders() {
        Map<String, Reading.Folder> folders = new HashMap<>();
        Box.FOLDERS.forEach(
                name -> folders.put(name, new Reading.Folder(7, uidNext, OptionalLong.empty(), new TreeMap<>())));
        return folders;
    }

    private List<Breach> breaches() {
        return journal.findings().stream().map(Finding::breach).toList();
    }
}
