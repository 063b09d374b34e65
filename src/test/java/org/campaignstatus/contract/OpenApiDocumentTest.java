package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document says what the server does. */
final class OpenApiDocumentTest {

    private final JsonNode document = OpenApi.document();

    @TempDir
    private Path folder;

    @Test
    void theServerIsTheDefault() {
        assertThat(document.at("/servers/0/url").asText())
                .isEqualTo("http://" + SettingKeys.INGEST_HOST.defaultText() + ":"
                        + SettingKeys.INGEST_PORT.defaultText());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(OpenApi.FILE.resolveSibling(reference)).exists();
            }
        });
    }

    /** The examples are of a campaign group of the sample configuration. */
    @Test
    void theServerAcceptsEveryExampleAtItsPath() throws Exception {
        assertThat(Schema.LIFECYCLE_EVENT.problems(example("/lifecycle-events")))
                .isEmpty();
        assertThat(Schema.STATISTICS.problems(example("/statistics"))).isEmpty();
        IngestClient client = new IngestClient(Ports.free());
        Program program = Program.in(folder)
                .with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()))
                .configuredBy(Files.readString(Path.of("samples/configuration.json")));
        try {
            program.start();
            for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
                HttpResponse<String> answer = client.post(path.getKey(), example(path.getKey()));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                OpenApi.assertDescribed(path.getKey(), answer);
            }
        } finally {
            program.close();
        }
        assertThat(document.get("paths")).hasSize(3);
    }

    private String example(String path) {
        return document.get("paths")
                .get(path)
                .at("/post/requestBody/content/application~1json/example")
                .toString();
    }
}
