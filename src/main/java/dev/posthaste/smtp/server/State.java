package dev.posthaste.smtp.server;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.Secret;
import dev.posthaste.intake.Recipient;
import dev.posthaste.smtp.wire.Command;
import dev.posthaste.smtp.wire.Reply;
import java.time.Duration;
import java.util.List;

/** Where a session is. Either we wait for the client, or the client waits for us, or it is over. */
sealed interface State {

    /** What is known of the connection. */
    Link link();

    /** The client is to say something. */
    sealed interface Listening extends State {}

    /** The client is to say a command. */
    sealed interface Commanding extends Listening {}

    /** Something is to be done before the client is heard again; the state says what. */
    sealed interface Busy extends State {}

    /** The greeting has not been sent: whoever speaks now is no mail server. */
    record Silent(Link link) implements State {}

    /** Greeted by us, and not yet by the client; so again after STARTTLS, when all that was said is forgotten. */
    record Connected(Link link) implements Commanding {}

    /** Between messages. */
    record Greeted(Client client) implements Commanding {
        @Override
        public Link link() {
            return client.link();
        }
    }

    /** Within AUTH: the next line is no command. */
    record Authenticating(Client client, Exchange exchange) implements Listening {
        @Override
        public Link link() {
            return client.link();
        }
    }

    /** Within a message's envelope: MAIL has been accepted. */
    record Envelope(Client client, Command.Mail mail, List<Recipient> to) implements Commanding {
        /** Keeps its own copy of the recipients. */
        public Envelope {
            to = List.copyOf(to);
        }

        @Override
        public Link link() {
            return client.link();
        }
    }

    /** Changing to TLS. */
    record StartingTls(Link link) implements Busy {}

    /** Is this the user's password? */
    record CheckingPassword(Client client, String user, Secret password) implements Busy {
        @Override
        public Link link() {
            return client.link();
        }
    }

    /** Letting time pass before a refusal, so that passwords cannot be guessed fast. */
    record Penalised(Client client, Duration pause, Reply refusal) implements Busy {
        @Override
        public Link link() {
            return client.link();
        }
    }

    /** May this user send as this address? */
    record LookingUpSender(Client client, AccountRef account, EmailAddress sender, Command.Mail mail) implements Busy {
        @Override
        public Link link() {
            return client.link();
        }
    }

    /** Where does this address lead? */
    record LookingUpRecipient(Envelope envelope, EmailAddress recipient) implements Busy {
        @Override
        public Link link() {
            return envelope.link();
        }
    }

    /** Do the stages of the envelope take this recipient? */
    record AdmittingRecipient(Envelope envelope, Recipient recipient) implements Busy {
        @Override
        public Link link() {
            return envelope.link();
        }
    }

    /** The client sends the message; then intake decides. */
    record Receiving(Envelope envelope) implements Busy {
        @Override
        public Link link() {
            return envelope.link();
        }
    }

    /** The connection is to be closed. */
    record Ended(Link link) implements State {}
}
