package dev.posthaste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.posthaste.app.Configuration;
import dev.posthaste.app.Listener;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The manifests in {@code k8s} are valid Kubernetes objects, are consistent, and start Posthaste with a valid
 * configuration.
 */
class KubernetesManifestsTest {

    private static final Path ROOT = Path.of("k8s");

    private static final ObjectMapper STRICT = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new UnknownFieldsForbidden());

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/Secret", Secret.class,
            "v1/Service", Service.class,
            "apps/v1/Deployment", Deployment.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1/Ingress", Ingress.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

    /** Fabric8's classes collect unknown fields in a map; this makes them errors. */
    private static final class UnknownFieldsForbidden extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    @Test
    void every_object_has_only_fields_that_kubernetes_knows() throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .filter(path -> !path.endsWith("kustomization.yaml"))
                    .toList()) {
                objects.addAll(parse(Files.readString(file)));
            }
        }
        assertThat(objects)
                .hasSizeGreaterThan(15)
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).isNotBlank());
    }

    @Test
    void an_unknown_field_is_not_overlooked() {
        assertThatThrownBy(() -> parse("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: x}
                        spec: {template: {spec: {containers: [{name: x, imagePullPolcy: Always}]}}}
                        """)).hasMessageContaining("imagePullPolcy");
    }

    @Test
    void every_role_is_played_and_every_listener_has_its_port() throws Exception {
        Set<String> roles = new HashSet<>();
        for (Deployment deployment : all(Deployment.class)) {
            Configuration node = configuration(deployment);
            Map<String, Integer> ports = container(deployment).getPorts().stream()
                    .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
            Map<String, Integer> listeners = node.listeners().stream()
                    .collect(Collectors.toMap(
                            listener -> listener == Listener.MX ? "smtp" : listener.label(), node.listening()::port));
            assertThat(ports).as(name(deployment)).isEqualTo(listeners);
            node.roles().forEach(role -> roles.add(role.name()));
        }
        assertThat(roles).contains("API", "MX", "SUBMISSION", "LMTP", "IMAP", "POP3", "RELAY");
    }

    @Test
    void every_service_leads_to_a_port_of_its_nodes() throws Exception {
        for (Service service : all(Service.class)) {
            Deployment deployment = selected(service.getSpec().getSelector());
            Set<String> ports = container(deployment).getPorts().stream()
                    .map(ContainerPort::getName)
                    .collect(Collectors.toSet());
            assertThat(service.getSpec().getPorts())
                    .extracting(ServicePort::getTargetPort)
                    .allSatisfy(port -> assertThat(ports).contains(port.getStrVal()));
        }
    }

    @Test
    void lmtp_is_open_to_relays_of_our_own_alone() throws Exception {
        NetworkPolicy policy = all(NetworkPolicy.class).getFirst();
        Deployment lmtp = selected(policy.getSpec().getPodSelector().getMatchLabels());
        assertThat(name(lmtp)).isEqualTo("lmtp");
        int port = configuration(lmtp).listening().port(Listener.LMTP);
        assertThat(policy.getSpec().getIngress())
                .filteredOn(rule -> rule.getPorts().getFirst().getPort().getIntVal() == port)
                .singleElement()
                .satisfies(rule -> assertThat(rule.getFrom()).hasSize(1));
        assertThat(all(Service.class))
                .filteredOn(service -> name(service).equals("lmtp"))
                .allSatisfy(service -> assertThat(service.getSpec().getType()).isNull());
    }

    @Test
    void every_budget_and_every_scaler_means_a_deployment() throws Exception {
        for (PodDisruptionBudget budget : all(PodDisruptionBudget.class)) {
            assertThat(selected(budget.getSpec().getSelector().getMatchLabels()))
                    .isNotNull();
        }
        Set<String> deployments = all(Deployment.class).stream()
                .map(KubernetesManifestsTest::name)
                .collect(Collectors.toSet());
        assertThat(all(HorizontalPodAutoscaler.class))
                .isNotEmpty()
                .allSatisfy(scaler -> assertThat(deployments)
                        .contains(scaler.getSpec().getScaleTargetRef().getName()));
        assertThat(all(Ingress.class)).hasSize(1);
    }

    @Test
    void no_node_has_more_rights_than_it_needs() throws Exception {
        for (Deployment deployment : all(Deployment.class)) {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            Container container = container(deployment);
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(185);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        }
    }

    @Test
    void the_image_is_completely_described() throws IOException {
        Properties image = new Properties();
        try (var in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            image.load(in);
        }
        assertThat(image.getProperty("quarkus.jib.base-jvm-image")).matches("[\\w./-]+:[\\w.-]+");
        assertThat(image.getProperty("quarkus.jib.user")).isEqualTo("185");
        assertThat(image.getProperty("quarkus.jib.environment-variables.POSTHASTE_DATA_DIR"))
                .isEqualTo("/home/default/data");
        assertThat(image.getProperty("quarkus.jib.ports").split(","))
                .containsExactlyInAnyOrder("8080", "25", "465", "587", "2424", "143", "993", "110", "995", "4190");
        assertThat(image.stringPropertyNames())
                .contains(
                        "quarkus.container-image.name",
                        "quarkus.container-image.labels.\"org.opencontainers.image.title\"",
                        "quarkus.container-image.labels.\"org.opencontainers.image.licenses\"");
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    private static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    /** The configuration as the process would read it. */
    private static Configuration configuration(Deployment deployment) throws Exception {
        Map<String, String> environment = new HashMap<>();
        all(ConfigMap.class).forEach(map -> environment.putAll(map.getData()));
        for (Secret secret : all(Secret.class)) {
            secret.getData().forEach((key, value) -> environment.put(key, decoded(value)));
            assertThat(container(deployment).getEnvFrom())
                    .extracting(source -> source.getSecretRef())
                    .filteredOn(Objects::nonNull)
                    .extracting(reference -> reference.getName())
                    .containsExactly(name(secret));
        }
        container(deployment).getEnv().forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        Configuration configuration = Configuration.read(environment, new Properties());
        assertThat(configuration.remarks()).isEmpty();
        return configuration;
    }

    private static String decoded(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static Deployment selected(Map<String, String> selector) throws IOException, InterruptedException {
        List<Deployment> selected = all(Deployment.class).stream()
                .filter(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(selector.entrySet()))
                .toList();
        assertThat(selected).as(selector.toString()).hasSize(1);
        return selected.getFirst();
    }

    private static <T extends HasMetadata> List<T> all(Class<T> type) throws IOException, InterruptedException {
        return rendered().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The example overlay as rendered by kustomize. */
    private static List<HasMetadata> rendered() throws IOException, InterruptedException {
        Optional<List<String>> kustomize = Stream.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"))
                .filter(command -> installed(command.getFirst()))
                .findFirst();
        assumeThat(kustomize).as("kubectl or kustomize is installed").isPresent();
        List<String> command = new ArrayList<>(kustomize.orElseThrow());
        command.add(ROOT.resolve("overlays/example").toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return parse(yaml);
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static List<HasMetadata> parse(String yaml) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                STRICT.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                String kind = document.path("apiVersion").asText()
                        + '/'
                        + document.path("kind").asText();
                assertThat(KINDS).containsKey(kind);
                objects.add(STRICT.treeToValue(document, KINDS.get(kind)));
            }
        }
        return objects;
    }
}
