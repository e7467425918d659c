package dev.posthaste.intake;

import dev.posthaste.account.Destination;

/**
 * Defers a recipient whose account has no room left, at RCPT: 452 4.2.2. The commit checks again, with the size of the
 * message.
 */
final class QuotaStage implements Stage {

    @Override
    public String name() {
        return "quota";
    }

    @Override
    public Place place() {
        return Place.ENVELOPE;
    }

    @Override
    public boolean concerns(StageContext message) {
        return message.recipients().stream().anyMatch(recipient -> recipient.destination() instanceof Destination.Full);
    }

    @Override
    public Answer judge(StageContext message) {
        return Answer.of(new Action.Defer(Deferral.accountFull()));
    }
}
