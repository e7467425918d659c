package dev.posthaste.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The stages in their order, run one after another. A place without stages costs a look at an empty list. */
final class Stages {

    private static final Logger LOG = Logger.getLogger(Stages.class);

    private final Map<Stage.Place, List<Stage>> byPlace = new EnumMap<>(Stage.Place.class);

    Stages(List<Stage> stages) {
        for (Stage.Place place : Stage.Place.values()) {
            byPlace.put(
                    place,
                    stages.stream().filter(stage -> stage.place() == place).toList());
        }
    }

    /** Runs a place's stages; a message that is refused or deferred says so in {@link Passage#end}. */
    Uni<Void> run(Stage.Place place, Passage passage) {
        return run(
                place,
                passage,
                octets -> Uni.createFrom().failure(new IllegalStateException("nothing is transformed at " + place)));
    }

    /** Likewise, at a place where a stage may transform the message: {@code restage} takes the new one. */
    Uni<Void> run(Stage.Place place, Passage passage, Function<Multi<byte[]>, Uni<Void>> restage) {
        return from(of(place), 0, passage, restage);
    }

    private List<Stage> of(Stage.Place place) {
        return byPlace.getOrDefault(place, List.of());
    }

    private Uni<Void> from(List<Stage> stages, int first, Passage passage, Function<Multi<byte[]>, Uni<Void>> restage) {
        for (int n = first; n < stages.size() && !passage.isEnded(); n++) {
            Stage stage = stages.get(n);
            int next = n + 1;
            switch (answer(stage, passage)) {
                case Stage.Answer.Now(List<Action> actions) -> {
                    apply(stage, passage, actions);
                    var transformed = passage.takeTransformed();
                    if (transformed.isPresent()) {
                        return restaged(stage, passage, restage.apply(transformed.get()))
                                .chain(() -> from(stages, next, passage, restage));
                    }
                }
                case Stage.Answer.Later(Uni<List<Action>> actions) -> {
                    return later(stage, passage, actions, restage).chain(() -> from(stages, next, passage, restage));
                }
            }
        }
        return Uni.createFrom().voidItem();
    }

    // What a stage throws is a bug of that stage alone, and is answered as its failure.
    private static Stage.Answer answer(Stage stage, Passage passage) {
        try {
            return stage.concerns(passage) ? stage.judge(passage) : Stage.Answer.NOTHING;
        } catch (RuntimeException bug) {
            failed(stage, passage, bug);
            return Stage.Answer.NOTHING;
        }
    }

    private static void apply(Stage stage, Passage passage, List<Action> actions) {
        try {
            passage.apply(stage, actions);
        } catch (IllegalArgumentException misplaced) {
            failed(stage, passage, misplaced);
        }
    }

    private static Uni<Void> later(
            Stage stage, Passage passage, Uni<List<Action>> actions, Function<Multi<byte[]>, Uni<Void>> restage) {
        return actions.ifNoItem()
                .after(stage.limit())
                .fail()
                .invoke(found -> apply(stage, passage, found))
                .onFailure()
                .invoke(failure -> failed(stage, passage, failure))
                .onFailure()
                .recoverWithItem(List.of())
                .chain(found -> passage.takeTransformed()
                        .map(octets -> restaged(stage, passage, restage.apply(octets)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Until the transformed message is staged, the one before it is what the way goes on with. */
    private static Uni<Void> restaged(Stage stage, Passage passage, Uni<Void> restaging) {
        return restaging
                .ifNoItem()
                .after(stage.limit())
                .fail()
                .onFailure()
                .invoke(failure -> failed(stage, passage, failure))
                .onFailure()
                .recoverWithNull();
    }

    private static void failed(Stage stage, Passage passage, Throwable failure) {
        LOG.warnf(failure, "stage %s failed for email=%s: %s", stage.name(), passage.email(), stage.onFailure());
        switch (stage.onFailure()) {
            case CONTINUE -> LOG.debugf("email=%s goes on without stage %s", passage.email(), stage.name());
            case DEFER -> passage.end(NotAccepted.deferred("The message could not be checked now"));
        }
    }
}
