package dev.posthaste.torture;

import dev.posthaste.torture.Reading.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One command that changes a mailbox, as what it means to do: messages rewritten in their places, places left, copies
 * added to a folder. All of it happens or nothing of it.
 */
record Change(String name, Map<Place, Copy> rewritten, Set<Place> left, String target, List<Copy> added) {

    /** APPEND. */
    static Change append(String folder, Copy copy) {
        return new Change("APPEND", Map.of(), Set.of(), folder, List.of(copy));
    }

    /** COPY. */
    static Change copy(Map<Place, Copy> from, String to) {
        return new Change("COPY", Map.of(), Set.of(), to, List.copyOf(from.values()));
    }

    /** MOVE. */
    static Change move(Map<Place, Copy> from, String to) {
        return new Change("MOVE", Map.of(), Set.copyOf(from.keySet()), to, List.copyOf(from.values()));
    }

    /** STORE. */
    static Change store(Map<Place, Copy> after) {
        return new Change("STORE", after, Set.of(), "", List.of());
    }

    /** EXPUNGE, or DELE and QUIT. */
    static Change remove(String name, Set<Place> places) {
        return new Change(name, Map.of(), Set.copyOf(places), "", List.of());
    }

    /** The copies' new places, when the server has named their UIDs in the same order. */
    Map<Place, Copy> placed(List<Long> uids) {
        Map<Place, Copy> places = new LinkedHashMap<>();
        for (int i = 0; i < uids.size(); i++) {
            places.put(new Place(target, uids.get(i)), added.get(i));
        }
        return places;
    }
}
