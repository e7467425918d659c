package dev.posthaste.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.ApiWorld;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.FieldProblem;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Precondition;
import dev.posthaste.certificate.Certificate;
import dev.posthaste.certificate.CertificateBundle;
import dev.posthaste.id.Secret;
import java.util.List;
import java.util.Map;
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
        ApiWorld.now(world.certificates.delete(
                world.owner(), Precondition.none(), kept.id().toString()));
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

    private ApiException refused(String host) {
        CertificateBundle pem = world.selfSigned(host);
        return ApiWorld.refusal(world.certificates.upload(world.intruder(), pem.chainPem(), pem.privateKeyPem()));
    }

    private Certificate uploaded(String host) {
        CertificateBundle pem = world.selfSigned(host);
        return ApiWorld.now(world.certificates.upload(world.intruder(), pem.chainPem(), pem.privateKeyPem()));
    }

    @Test
    void a_tenant_vouches_for_names_of_his_own_domains_and_for_no_others() {
        ApiWorld.now(world.domains.create(world.owner(), "owner.test"));
        ApiWorld.now(world.domains.create(world.owner(), "shop.intruder.test"));
        ApiWorld.now(world.domains.create(world.intruder(), "intruder.test"));
        for (String foreign : List.of(
                "owner.test", "mail.owner.test", "nobody.test", "shop.intruder.test", "a.shop.intruder.test", "test")) {
            assertThat(refused(foreign).code()).as(foreign).isEqualTo(ErrorCode.DOMAIN_NOT_HOSTED);
        }
        assertThat(uploaded("intruder.test").bundle().names()).hasSize(1);
        assertThat(uploaded("mail.intruder.test").bundle().names()).hasSize(1);
    }

    @Test
    void a_domain_that_changes_hands_takes_its_name_from_the_old_certificate() {
        ApiWorld.now(world.domains.create(world.intruder(), "sold.test"));
        uploaded("mail.sold.test");
        assertThat(presented()).isEqualTo(1);
        ApiWorld.now(world.domains.delete(world.intruder(), Precondition.none(), "sold.test"));
        ApiWorld.now(world.domains.create(world.owner(), "sold.test"));
        assertThat(presented()).isZero();
    }

    private int presented() {
        return ApiWorld.now(world.certificateStore.all(Map.of()).flatMap(world.names::presentable))
                .size();
    }
}
