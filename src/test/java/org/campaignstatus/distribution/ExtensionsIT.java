package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import org.campaignstatus.harness.Distribution.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What jars in {@code ext/} bring: languages, readers of route files. */
@Tag("tools")
class ExtensionsIT extends ExtensionsSetup {

    @Test
    void aLanguageInAStepIsFoundWithAndWithoutAClassArchive() throws Exception {
        edit(
                "routes/post.xml",
                "</marshal>",
                "</marshal><setHeader name=\"X-Site\"><jsonpath>$.GSW_CAMPAIGN_GROUP_DBID</jsonpath></setHeader>");
        assertMissingAndFetch(": there is no language jsonpath", "camel-jsonpath", "-Drelease=4.18.0");
        assertThat(run(distribution.script().toString(), "--archive").status()).isZero();
        start();
        handIn("1.json", "loaded");
        await().until(() -> receiver.requests().size() == 1);
        assertThat(receiver.requests().get(0).headers()).containsEntry("x-site", "1");
    }

    @Test
    void aRouteInYamlIsRejectedWithoutItsReaderAndRunsWithIt() throws Exception {
        write("routes/copy.yaml", """
                - route:
                    id: copy
                    from:
                      uri: direct:copy
                      steps:
                        - to: file:copies?fileName=copy.json
                """);
        assertMissingAndFetch("nothing reads route files with the ending .yaml", "camel-yaml-dsl");
        edit("routes/post.xml", "</marshal>", "</marshal><to uri=\"direct:copy\"/>");
        start();
        handIn("1.json", "loaded");
        await().until(() -> receiver.requests().size() == 1);
        assertThat(distribution.file("copies/copy.json"))
                .hasBinaryContent(receiver.requests().get(0).body());
        edit("routes/copy.yaml", "copy.json", "other.json");
        await().until(() -> log().contains("an edit of a file that is not XML takes effect at the next start only"));
    }

    @Test
    void aFileThatIsNoJarEndsTheStartInOneLine() throws Exception {
        write("ext/broken.jar", "no jar");
        Ended check = check();
        assertThat(check.status()).isEqualTo(1);
        assertThat(check.output())
                .startsWith("Cannot start: ext/broken.jar is no jar that can be read")
                .hasLineCount(1);
    }
}
