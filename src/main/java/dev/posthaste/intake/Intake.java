package dev.posthaste.intake;

/** The door. */
public interface Intake {

    /** Opens it for one message. */
    Reception receive(Arrival arrival);
}
