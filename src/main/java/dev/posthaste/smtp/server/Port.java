package dev.posthaste.smtp.server;

import java.time.InstantSource;

/** What all conversations of one port share. */
record Port(Session session, SmtpSettings settings, Doors doors, Meters meters, InstantSource clock) {}
