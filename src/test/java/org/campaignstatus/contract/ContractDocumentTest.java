package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The AsyncAPI document says the same as the schemas, the samples and the defaults. */
class ContractDocumentTest {

    private static final Path FILE = Path.of("schemas/asyncapi.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = read();

    private enum Message {
        LIFECYCLE_EVENT("lifecycleEvent", Schema.LIFECYCLE_EVENT),
        STATISTICS("statistics", Schema.STATISTICS),
        NOTIFICATION("notification", Schema.CAMPAIGN_GROUP_STATE);

        private final String name;
        private final Schema schema;

        Message(String name, Schema schema) {
            this.name = name;
            this.schema = schema;
        }

        JsonNode described() {
            return DOCUMENT.at("/components/messages/" + name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theExamplesOfAMessageAreWhatItsSchemaAllows(Message message) throws IOException {
        assertThat(message.described().path("examples")).isNotEmpty();
        for (JsonNode example : message.described().path("examples")) {
            assertThat(message.schema.problems(resolved(example.path("payload")).toString()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBodyOfAMessageIsThatOfASchemaBesideIt(Message message) {
        String schema = message.described().at("/payload/$ref").asText();
        assertThat(FILE.resolveSibling(schema)).isRegularFile();
    }

    @Test
    void namesOfFoldersQueueAndTopicAreTheDefaults() {
        Map<String, Setting<?>> channels = Map.of(
                "lifecycleFiles", SettingKeys.LIFECYCLE_DIRECTORY,
                "lifecycleQueue", SettingKeys.LIFECYCLE_QUEUE,
                "statisticsFiles", SettingKeys.STATISTICS_DIRECTORY,
                "statisticsTopic", SettingKeys.STATISTICS_TOPIC);
        channels.forEach((channel, key) -> assertThat(DOCUMENT.at("/channels/" + channel + "/address")
                        .asText()
                        .replace("/{name}", ""))
                .isEqualTo(key.defaultText()));
    }

    /** Every header of the example is described, and matches what is said of it. */
    @Test
    void theHeadersOfTheExampleAreThoseThatAreDescribed() {
        JsonNode described = Message.NOTIFICATION.described().at("/headers/properties");
        Set<Map.Entry<String, JsonNode>> all =
                Message.NOTIFICATION.described().at("/examples/0/headers").properties();
        assertThat(all).hasSizeGreaterThan(5).allSatisfy(header -> {
            assertThat(described.has(header.getKey())).as(header.getKey()).isTrue();
            String pattern = described.path(header.getKey()).path("pattern").asText("");
            assertThat(header.getValue().asText()).containsPattern(pattern);
        });
    }

    private static JsonNode resolved(JsonNode payload) throws IOException {
        if (!payload.has("$ref")) {
            return payload;
        }
        String[] reference = payload.path("$ref").asText().split("#");
        JsonNode file = JSON.readTree(Files.readString(FILE.resolveSibling(reference[0])));
        return reference.length == 1 ? file : file.at(reference[1]);
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(FILE.toFile());
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
