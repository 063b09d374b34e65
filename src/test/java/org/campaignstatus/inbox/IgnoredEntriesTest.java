package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in an inbox and is never taken is told, each once. */
class IgnoredEntriesTest {

    @TempDir
    Path inbox;

    @Test
    void aFolderIsLoggedOnceAsLongAsItStays() throws Exception {
        Path folder = Files.createDirectory(inbox.resolve("x.jsonl"));
        Files.createDirectory(inbox.resolve("x"));
        Files.createDirectory(inbox.resolve(".done"));
        Files.writeString(inbox.resolve("a.json"), "{}");
        IgnoredEntries entries = new IgnoredEntries(inbox, new InboxBackoff());
        try (LogCapture log = LogCapture.provoking(IgnoredEntries.class.getName())) {
            entries.look();
            entries.look();
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.message())
                            .isEqualTo(folder + " is not taken: it is a folder, expected a file"));

            Files.delete(folder);
            entries.look();
            Files.createDirectory(folder);
            entries.look();
            assertThat(log.lines()).hasSize(2);
        }
    }

    @Test
    void aLinkToAFolderIsLoggedToo() throws Exception {
        Files.createSymbolicLink(inbox.resolve("link.json"), Files.createDirectory(inbox.resolve("folder")));
        try (LogCapture log = LogCapture.provoking(IgnoredEntries.class.getName())) {
            new IgnoredEntries(inbox, new InboxBackoff()).look();
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void aNameThatIsNoTextIsLoggedOnceAndOneOfStrangeCharactersIsNot() throws Exception {
        Process made = new ProcessBuilder(
                        "sh",
                        "-c",
                        "printf '{}' > \"$(printf 'a\\377b').json\"; printf '{}' > \"$(printf 'a\\357\\277\\275').json\"")
                .directory(inbox.toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        IgnoredEntries entries = new IgnoredEntries(inbox, new InboxBackoff());
        try (LogCapture log = LogCapture.provoking(IgnoredEntries.class.getName())) {
            entries.look();
            entries.look();
            assertThat(log.lines())
                    .hasSize(System.getProperty("sun.jnu.encoding").equals("UTF-8") ? 1 : 2);
            assertThat(log.lines().get(0).message()).contains("is not taken: its name is not text in ");
        }
    }
}
