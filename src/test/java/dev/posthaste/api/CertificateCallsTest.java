package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.certificate.Certificate;
import dev.posthaste.id.Secret;
import org.junit.jupiter.api.Test;

class CertificateCallsTest {

    private final ApiWorld world = new ApiWorld();

    @Test
    void a_certificate_is_kept_with_its_names() {
        Certificate kept =
                ApiWorld.now(world.certificates.upload(world.owner(), world.pem.chainPem(), world.pem.privateKeyPem()));

        assertThat(kept.bundle().names()).extracting(Object::toString).containsExactly("mail.example.org");
        assertThat(ApiWorld.now(world.certificates.get(world.owner(), kept.id().toString()))
                        .id())
                .isEqualTo(kept.id());
        assertThat(ApiWorld.refusal(world.certificates.upload(
                                world.owner(), world.pem.chainPem(), world.pem.privateKeyPem()))
                        .code())
                .isEqualTo(ErrorCode.CERTIFICATE_EXISTS);
        ApiWorld.now(world.certificates.delete(world.owner(), kept.id().toString()));
        assertThat(ApiWorld.now(world.certificates.list(world.owner(), PageToken.first()))
                        .items())
                .isEmpty();
    }

    @Test
    void a_key_that_does_not_belong_to_the_certificate_is_to_blame() {
        ApiException refusal = ApiWorld.refusal(
                world.certificates.upload(world.owner(), world.pem.chainPem(), world.otherPem.privateKeyPem()));
        assertThat(refusal.code()).isEqualTo(ErrorCode.CERTIFICATE_INVALID);
        assertThat(refusal.fields()).extracting(FieldProblem::pointer).containsExactly("/private_key");
    }

    @Test
    void what_is_no_pem_is_refused_without_repeating_the_key() {
        ApiException refusal =
                ApiWorld.refusal(world.certificates.upload(world.owner(), "nonsense", new Secret("very secret")));
        assertThat(refusal.code()).isEqualTo(ErrorCode.CERTIFICATE_INVALID);
        assertThat(refusal.toString()).doesNotContain("very secret");
        assertThat(ApiWorld.refusal(world.certificates.upload(world.owner(), "", new Secret("")))
                        .fields())
                .extracting(FieldProblem::pointer)
                .containsExactly("/chain", "/private_key");
    }
}
