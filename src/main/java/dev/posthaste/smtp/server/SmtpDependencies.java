package dev.posthaste.smtp.server;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.intake.Intake;
import dev.posthaste.login.Login;

/**
 * What an SMTP server calls.
 *
 * @param directory where an address leads, and who may send as it
 * @param login whose password it is
 * @param intake where messages go
 */
public record SmtpDependencies(AccountDirectory directory, Login login, Intake intake) {}
