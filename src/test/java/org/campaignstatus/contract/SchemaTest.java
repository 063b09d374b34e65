package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schemas say of themselves; whether they say the same as the program is tested next door. */
class SchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void aSchemaIsOneOfDraft202012(Schema schema) {
        com.networknt.schema.Schema draft = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(draft.validate(schema.text(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaIsNamedByItsFile(Schema schema) throws IOException {
        assertThat(JSON.readTree(schema.text()).path("$id").asText())
                .isEqualTo("https://campaignstatus.org/schemas/" + schema.fileName());
    }

    @Test
    void everySchemaIsTested() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("schemas"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(Schema.values()).map(Schema::fileName).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMemberIsDescribed(Schema schema) throws IOException {
        assertThat(undescribed("", JSON.readTree(schema.text()))).isEmpty();
    }

    private static List<String> undescribed(String path, JsonNode schema) {
        List<String> found = new ArrayList<>();
        if (schema.path("description").asText().isEmpty()) {
            found.add(path);
        }
        Stream.of("properties", "$defs")
                .flatMap(key -> schema.path(key).properties().stream())
                .forEach(member -> found.addAll(undescribed(path + "/" + member.getKey(), member.getValue())));
        if (schema.has("items") && !schema.at("/items/$ref").isTextual()) {
            found.addAll(undescribed(path + "/items", schema.path("items")));
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void theExamplesAreValid(Schema schema) throws IOException {
        JsonNode examples = JSON.readTree(schema.text()).path("examples");
        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example ->
                        assertThat(schema.problems(example.toString())).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'GSW_USER_EVENT': 'CampaignGroupStatus'",
                "'GSW_DATE_TIME': '1795422660'",
                "'GSW_DATE_TIME': '1795422660.12'",
                "'GSW_DATE_TIME': 1795422660.123",
                "'GSW_TENANT_NAME': ''",
                "'GSW_TENANT_CCID': null",
                "'GSW_CAMPAIGN_GROUP_DBID': 124",
                "'GSW_CAMPAIGN_GROUP_DBID': '0'",
                "'GSW_CAMPAIGN_TEMPLATE_NAME': null",
                "'GSW_CAMPAIGN_TEMPLATE_NAME': ''",
                "'GSW_QUEUE_NAME': null",
                "'GSW_DIAL_MODE': 12",
                "'GSW_DIAL_MODE': 'Predict'",
                "'GSW_DIAL_MODE': 2",
                "'GSW_OPTIMIZE_BY': 4",
                "'GSW_OPTIMIZE_GOAL': -1",
                "'GSW_CAMPAIGN_GROUP_STATUS': 6",
                "'GSW_CAMPAIGN_GROUP_STATUS': 4",
                "'GSW_CAMPAIGN_GROUP_ACTION': 6",
                "'GSW_CAMPAIGN_GROUP_ACTION': 0",
                "'GSW_CAMPAIGN_GROUP_ACTOR': null",
                "'GSW_STAT_BUSY_FACTOR': -0.1",
                "'GSW_STAT_HIT_RATIO': 'NaN'",
                "'GSW_CALLING_LISTS': null",
                "'GSW_CALLING_LISTS': [{'GSW_CALLING_LIST': 'List1'}]",
                "'GSW_SEQUENCE': 1"
            })
    void aNotificationThatBreaksARuleIsInvalid(String member) throws IOException {
        JsonNode example = JSON.readTree(Schema.CAMPAIGN_GROUP_STATE.text())
                .at("/examples/0")
                .deepCopy();
        JSON.readerForUpdating(example).readValue("{" + member.replace('\'', '"') + "}");
        assertThat(Schema.CAMPAIGN_GROUP_STATE.problems(example.toString())).isNotEmpty();
    }

    @Test
    void aNotificationHasAllAttributesButTheTemplate() throws IOException {
        JsonNode example = JSON.readTree(Schema.CAMPAIGN_GROUP_STATE.text()).at("/examples/0");
        example.fieldNames().forEachRemaining(name -> {
            JsonNode without = ((ObjectNode) example.deepCopy()).without(name);
            assertThat(Schema.CAMPAIGN_GROUP_STATE.problems(without.toString()).isEmpty())
                    .as(name)
                    .isEqualTo(name.equals("GSW_CAMPAIGN_TEMPLATE_NAME"));
        });
    }
}
