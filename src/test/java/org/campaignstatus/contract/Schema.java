package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.campaignstatus.harness.Receiver;

/** The JSON Schemas that are shipped. Formats are asserted, as a strict reader of the schemas would. */
public enum Schema {
    LIFECYCLE_EVENT("lifecycle-event"),
    STATISTICS("statistics"),
    CONFIGURATION("configuration"),
    CAMPAIGN_GROUP_STATE("campaign-group-state"),
    FAILED_NOTIFICATION("failed-notification");

    private final String fileName;
    private final com.networknt.schema.Schema schema;

    Schema(String name) {
        fileName = name + ".schema.json";
        schema = parse(text());
    }

    private static com.networknt.schema.Schema parse(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    String fileName() {
        return fileName;
    }

    /** @return the schema itself */
    String text() {
        try {
            return Files.readString(Path.of("schemas", fileName));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return what is wrong with the JSON text; empty if it is valid */
    public List<String> problems(String json) {
        return problems(schema, json);
    }

    /**
     * @param schema the text of another schema
     * @return the same for that one
     */
    static List<String> problems(String schema, String json) {
        return problems(parse(schema), json);
    }

    private static List<String> problems(com.networknt.schema.Schema schema, String json) {
        return schema
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** Asserts that everything a receiver got is a notification as the schema has it. */
    public static void assertNotifications(Receiver receiver) {
        assertThat(receiver.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(CAMPAIGN_GROUP_STATE.problems(request.text()))
                        .as(request.text())
                        .isEmpty());
    }
}
