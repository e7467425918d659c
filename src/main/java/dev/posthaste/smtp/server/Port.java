package dev.posthaste.smtp.server;

import java.time.InstantSource;

/** What all conversations of one port share. */
record Port(
        Session session, SmtpSettings settings, SmtpDependencies dependencies, Meters meters, InstantSource clock) {}
