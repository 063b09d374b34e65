package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.campaignstatus.contract.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests are what Kubernetes takes, to the last name in them, and keep to what the program promises there. */
class KubernetesTest {

    private interface Check {
        void validate(JsonElement json) throws IOException;
    }

    private static final Map<String, Check> KINDS = Map.of(
            "v1 ConfigMap", V1ConfigMap::validateJsonElement,
            "v1 Secret", V1Secret::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "apps/v1 StatefulSet", V1StatefulSet::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement);

    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @ValueSource(strings = {"one-node", "several-nodes"})
    void everyNameAndTypeIsKubernetesOwn(String file) throws IOException {
        for (JsonNode manifest : manifests(file)) {
            String kind = manifest.path("apiVersion").asText() + " "
                    + manifest.path("kind").asText();
            assertThat(KINDS).containsKey(kind);
            KINDS.get(kind).validate(JsonParser.parseString(manifest.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-node", "several-nodes"})
    void theConfigurationIsOneThatTheProgramTakes(String file) throws IOException {
        String configuration =
                manifest(file, "ConfigMap").at("/data/configuration.json").asText();
        assertThat(Schema.CONFIGURATION.problems(configuration)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-node", "several-nodes"})
    void theContainerHasNoRightThatItDoesNotNeed(String file) throws IOException {
        JsonNode pod = pod(file);
        JsonNode container = pod.at("/containers/0/securityContext");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    }

    /** A database that is away is a reason to send it nothing, none to start it anew. */
    @ParameterizedTest
    @ValueSource(strings = {"one-node", "several-nodes"})
    void aliveAndReadyAreDifferentQuestions(String file) throws IOException {
        JsonNode container = pod(file).at("/containers/0");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/observe/health/live");
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/observe/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/observe/health/ready");
    }

    /** By one name, and from another machine. */
    @ParameterizedTest
    @ValueSource(strings = {"one-node", "several-nodes"})
    void everybodyAsksAtThePortThatTheProgramListensOn(String file) throws IOException {
        JsonNode container = pod(file).at("/containers/0");
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(9876);
        assertThat(variable(container, "CAMEL_MANAGEMENT_HOST")).isEqualTo("0.0.0.0");
        JsonNode name = container.at("/ports/0/name");
        assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .map(probe -> container.path(probe).at("/httpGet/port")))
                .containsOnly(name);
        assertThat(manifest(file, "Service").at("/spec/ports/0/targetPort")).isEqualTo(name);
        JsonNode policy = manifest(file, "NetworkPolicy").path("spec");
        assertThat(policy.at("/policyTypes/0").asText()).isEqualTo("Ingress");
        assertThat(policy.at("/ingress/0/ports/0/port")).isEqualTo(name);
        assertThat(policy.at("/ingress/0/from")).as("not everybody").isNotEmpty();
    }

    /** A volume that nobody mounts, or a file that is not where a variable says, would be found out in the cluster only. */
    @ParameterizedTest
    @ValueSource(strings = {"one-node", "several-nodes"})
    void filesAreWhereTheVariablesSay(String file) throws IOException {
        JsonNode container = pod(file).at("/containers/0");
        JsonNode mounts = container.path("volumeMounts");
        List<String> volumes = Stream.of(
                        pod(file).path("volumes").findValuesAsText("name"),
                        workload(file).at("/spec/volumeClaimTemplates").findValuesAsText("name"))
                .flatMap(List::stream)
                .toList();
        assertThat(mounts.findValuesAsText("name"))
                .containsAll(List.of("configuration", "secrets", "temporary"))
                .allMatch(volumes::contains);
        List<String> folders = mounts.findValuesAsText("mountPath");
        assertThat(folders).contains("/tmp");
        assertThat(Stream.of("CONFIGURATION_FILE", "WEBHOOK_SIGNING_SECRET")
                        .map(name -> variable(container, name).replaceFirst("^file:", ""))
                        .map(path -> path.replaceFirst("/[^/]*$", "")))
                .allMatch(folders::contains);
        assertThat(folders.contains("/var/lib/campaign-group-status")).isEqualTo(file.equals("one-node"));
    }

    /** By itself the driver looks for it in the home of a user who has none. */
    @Test
    void theCertificateByWhichTheDatabaseIsKnownIsOneOfTheSecrets() throws IOException {
        JsonNode container = pod("several-nodes").at("/containers/0");
        Path certificate = Path.of(variable(container, "DATABASE_URL").replaceFirst(".*&sslrootcert=", ""));
        assertThat(manifest("several-nodes", "Secret")
                        .path("stringData")
                        .has(certificate.getFileName().toString()))
                .isTrue();
        assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
                .contains(certificate.getParent().toString());
    }

    /** Seven seconds on top of the default of http-response-timeout are what a stop takes at most. */
    @ParameterizedTest
    @ValueSource(strings = {"one-node", "several-nodes"})
    void aPodHasItsTimeToEndAndItsLimits(String file) throws IOException {
        assertThat(pod(file).path("terminationGracePeriodSeconds").asInt()).isGreaterThanOrEqualTo(17);
        JsonNode resources = pod(file).at("/containers/0/resources");
        assertThat(resources.at("/limits/memory").asText()).isNotEmpty();
        assertThat(resources.at("/requests/memory").asText()).isNotEmpty();
        assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
        assertThat(pod(file).at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-node", "several-nodes"})
    void everySelectorFindsThePods(String file) throws IOException {
        JsonNode labels = workload(file).at("/spec/template/metadata/labels");
        assertThat(workload(file).at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(manifest(file, "Service").at("/spec/selector")).isEqualTo(labels);
        assertThat(manifest(file, "PodDisruptionBudget").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(manifest(file, "NetworkPolicy").at("/spec/podSelector/matchLabels"))
                .isEqualTo(labels);
    }

    /** A file of SQLite belongs to one process; several need what they can share, and no folder. */
    @ParameterizedTest
    @ValueSource(strings = {"one-node", "several-nodes"})
    void severalReplicasShareADatabaseAndABroker(String file) throws IOException {
        JsonNode container = pod(file).at("/containers/0");
        if (workload(file).at("/spec/replicas").asInt() == 1) {
            assertThat(workload(file).path("kind").asText()).isEqualTo("StatefulSet");
            return;
        }
        assertThat(variable(container, "DATABASE_URL")).startsWith("jdbc:postgresql:");
        assertThat(variable(container, "JMS_BROKER_URL")).startsWith("tcp:");
        assertThat(variable(container, "LIFECYCLE_FILE_ENABLED")).isEqualTo("false");
        assertThat(variable(container, "STATISTICS_FILE_ENABLED")).isEqualTo("false");
    }

    private static String variable(JsonNode container, String name) {
        for (JsonNode variable : container.path("env")) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        return "";
    }

    private static JsonNode pod(String file) throws IOException {
        return workload(file).at("/spec/template/spec");
    }

    private static JsonNode workload(String file) throws IOException {
        return manifest(file, file.equals("one-node") ? "StatefulSet" : "Deployment");
    }

    private static JsonNode manifest(String file, String kind) throws IOException {
        return manifests(file).stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> manifests(String file) throws IOException {
        return YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(
                        Path.of("src/dist/kubernetes", file + ".yaml").toFile())
                .readAll();
    }
}
