package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI document that is shipped. */
public final class OpenApi {

    static final Path FILE = Path.of("schemas/openapi.yaml");

    private static final JsonNode DOCUMENT = read();

    private OpenApi() {}

    private static JsonNode read() {
        try {
            // Jackson's own reader takes an alias for its name
            return new ObjectMapper().valueToTree(new Yaml().<Object>load(Files.readString(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode document() {
        return DOCUMENT;
    }

    /** Asserts that an answer to a POST has the headers and the body that the document describes for its status. */
    public static void assertDescribed(String path, HttpResponse<String> answer) {
        JsonNode responses = DOCUMENT.get("paths").get(path).at("/post/responses");
        String status = Integer.toString(answer.statusCode());
        assertThat(responses.has(status)).as("%s of %s", status, path).isTrue();
        String response = responses.get(status).get("$ref").asText();
        DOCUMENT.at(response.substring(1) + "/headers")
                .fieldNames()
                .forEachRemaining(name -> assertThat(answer.headers().firstValue(name))
                        .as("header %s of %s", name, status)
                        .isPresent());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$ref", response + "/content/application~1json/schema")
                .set("components", DOCUMENT.get("components"));
        assertThat(Schema.problems(schema.toString(), answer.body()))
                .as(answer.body())
                .isEmpty();
    }
}
