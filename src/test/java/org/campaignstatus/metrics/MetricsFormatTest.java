package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a scraper accepts, it gets metrics: in the format that it wants most of the two that there are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MetricsFormatTest {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String PROMETHEUS_2 = "application/openmetrics-text;version=1.0.0,"
            + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private static final String PROMETHEUS_3 = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "application/openmetrics-text;version=0.0.1;q=0.5,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private static final String PROMETHEUS_3_WITH_NATIVE_HISTOGRAMS =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,"
                    + PROMETHEUS_3;

    private final HttpClient client = ManagementClient.create();
    private Program program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = Program.in(folder)
                .with("campaigngroup-states-interval", "0")
                .configuredBy(Configured.campaignGroups().with(1).json())
                .start();
    }

    @AfterAll
    void stop() {
        program.close();
    }

    private HttpResponse<String> ask(String method, String... accept) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + program.setting("camel.management.port") + "/observe/metrics"))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (String range : accept) {
            request.header("Accept", range);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void assertThatItGets(String format, String... accept) throws Exception {
        HttpResponse<String> answer = ask("GET", accept);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(format);
        assertThat(answer.body()).contains("campaignstatus_build_info");
        assertThat(answer.body().endsWith("# EOF\n")).isEqualTo(format.equals(OPEN_METRICS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PROMETHEUS_2,
                PROMETHEUS_3,
                PROMETHEUS_3_WITH_NATIVE_HISTOGRAMS,
                "application/openmetrics-text",
                "application/openmetrics-text;version=1.0.0",
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                "application/openmetrics-text;q=0.9,text/plain;q=0.5",
                "application/json,application/openmetrics-text;q=0.1"
            })
    void whoWantsOpenMetricsGetsIt(String accept) throws Exception {
        assertThatItGets(OPEN_METRICS, accept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain;version=0.0.4",
                "text/plain;version=1.0.0",
                "*/*",
                "text/*",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "text/plain,application/openmetrics-text;q=0.5",
                "application/openmetrics-text;q=0,text/plain;q=0.1",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
                "application/json",
                "image/png",
                "nonsense",
                ";;;,"
            })
    void everybodyElseGetsTheTextFormat(String accept) throws Exception {
        assertThatItGets(TEXT, accept);
    }

    @Test
    void whoSaysNothingGetsTheTextFormat() throws Exception {
        assertThatItGets(TEXT);
    }

    @Test
    void aHeadRequestIsAnsweredWithoutABody() throws Exception {
        HttpResponse<String> answer = ask("HEAD", "text/plain");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(ask("POST", "text/plain").statusCode()).isEqualTo(405);
    }
}
