package dev.posthaste.intake;

/** Refuses a message that has passed too many hosts (RFC 5321 section 6.3). */
final class LoopStage implements Stage {

    /** Received fields that a message may have; RFC 5321 section 6.3 asks for at least 100. */
    static final int MAX_RECEIVED = 100;

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public Place place() {
        return Place.HEADER;
    }

    @Override
    public boolean concerns(StageContext message) {
        return switch (message.kind()) {
            case DELIVER -> true;
            case SUBMIT -> message.origin().entrance() != Origin.Entrance.SYSTEM;
            case APPEND -> false;
        };
    }

    @Override
    public Answer judge(StageContext message) {
        int hops = message.header().all("Received").size();
        return hops <= MAX_RECEIVED
                ? Answer.NOTHING
                : Answer.of(new Action.Refuse(Refusal.of(
                        Refusal.Reason.LOOP, "the message has passed " + hops + " hosts and is thought to loop")));
    }
}
