package dev.posthaste.smtp.server;

/** Whether a port has a certificate to change to TLS with. */
enum StartTls {
    /** EHLO says STARTTLS as long as the channel is in clear text. */
    OFFERED,
    /** There is no certificate, or TLS was there from the first octet. */
    ABSENT
}
