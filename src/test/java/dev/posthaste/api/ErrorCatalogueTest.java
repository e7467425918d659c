package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.api.email.EmailCalls;
import dev.posthaste.api.rest.ApiDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class ErrorCatalogueTest {

    @Test
    void the_page_in_the_documents_is_the_catalogue() throws IOException {
        Path written = Files.createDirectories(Path.of("target")).resolve("errors.md");
        Files.writeString(written, ErrorCatalogue.markdown());
        assertThat(Path.of("src/docs/errors.md")).as("copy %s there", written).hasSameTextualContentAs(written);
    }

    @Test
    void every_code_has_an_address_of_its_own_and_a_status_of_a_failure() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::type)).doesNotHaveDuplicates();
        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(code.status()).isBetween(400, 503));
    }

    @Test
    void every_code_of_a_call_is_documented_with_it() {
        EnumSet<ErrorCode> documented = EnumSet.noneOf(ErrorCode.class);
        for (Operation<?, ?> operation : ApiDescription.operations()) {
            documented.addAll(operation.errors());
        }
        documented.addAll(EnumSet.of(ErrorCode.ROUTE_NOT_FOUND, ErrorCode.METHOD_NOT_ALLOWED));
        assertThat(documented).containsExactlyInAnyOrder(ErrorCode.values());
    }

    @Test
    void a_call_is_named_alike_in_both_dialects() {
        assertThat(EmailCalls.LIST_EMAIL_RECIPIENTS.rpc()).isEqualTo("ListEmailRecipients");
        assertThat(EmailCalls.LIST_EMAIL_RECIPIENTS.id()).isEqualTo("listEmailRecipients");
    }
}
