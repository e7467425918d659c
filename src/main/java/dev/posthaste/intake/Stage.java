package dev.posthaste.intake;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/**
 * One check or change on a message's way in. Stages of one {@link Place} run in their configured order, each after the one
 * before it has answered; the first that refuses or defers the whole message ends the way. A stage is shared by all messages:
 * it keeps no state of one.
 */
public interface Stage {

    /** At which point of the way a stage runs, and so what it can read. */
    enum Place {
        /** At the start of a connection, before the greeting: only {@link StageContext#origin} is known. */
        CONNECTION,
        /** For each recipient, before it is accepted: the envelope is known. */
        ENVELOPE,
        /** The header has come; it may be replaced. The body is still to come. */
        HEADER,
        /** The whole message is staged and can be read; it may get fields on top, or be transformed. */
        CONTENT,
        /** Nothing changes the message any more: it is decided where it goes for each recipient. */
        PLACEMENT
    }

    /** What happens to a message whose stage failed or took too long. */
    enum OnFailure {
        /** It goes on as if the stage had found nothing; the failure is logged and counted. */
        CONTINUE,
        /** It is deferred: 451 4.3.0. */
        DEFER
    }

    /** What a stage answers. */
    sealed interface Answer {

        /** At once. */
        record Now(List<Action> actions) implements Answer {
            /** Keeps its own copy. */
            public Now {
                actions = List.copyOf(actions);
            }
        }

        /** When somebody else has answered; within {@link Stage#limit}. */
        record Later(Uni<List<Action>> actions) implements Answer {}

        /** It found nothing. */
        Now NOTHING = new Now(List.of());

        /** One action, at once. */
        static Answer of(Action action) {
            return new Now(List.of(action));
        }
    }

    /** Its name in logs, traces and configuration: lower case, with hyphens. */
    String name();

    /** Where it runs. */
    Place place();

    /** How long a {@link Answer.Later} may take. */
    default Duration limit() {
        return Duration.ofSeconds(10);
    }

    /** What its failure means for the message. */
    default OnFailure onFailure() {
        return OnFailure.DEFER;
    }

    /** Whether it has anything to do with this message. Asked before {@link #judge}; cheap. */
    boolean concerns(StageContext message);

    /** Looks at the message. Must not block; the message must not be kept beyond the answer. */
    Answer judge(StageContext message);
}
