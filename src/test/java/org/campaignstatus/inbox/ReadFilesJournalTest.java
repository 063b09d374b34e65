package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.campaignstatus.util.FileVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids of a file's events begin alike as long as it is under way, whatever becomes of it and of the process. */
class ReadFilesJournalTest {

    @TempDir
    private Path inbox;

    @Test
    void theJournalStaysShortHoweverManyFilesThereAre() throws IOException {
        ReadFilesJournal begun = new ReadFilesJournal(inbox);
        Path lasting = inbox.resolve("lasting.json");
        String prefix = begun.idPrefix(lasting, version("1", 1));
        for (int i = 0; i < 5_000; i++) {
            Path file = inbox.resolve("file-" + i + ".json");
            begun.idPrefix(file, version("2", i));
            begun.end(file);
        }

        assertThat(Files.size(inbox.resolve(".begun"))).isLessThan(128 * 1024);
        assertThat(new ReadFilesJournal(inbox).idPrefix(lasting, version("1", 2)))
                .isEqualTo(prefix);
    }

    @Test
    void aLineThatWasCutOffByTheEndOfTheProcessDoesNotCount() throws IOException {
        new ReadFilesJournal(inbox).idPrefix(inbox.resolve("a.json"), version("1", 1));
        Files.writeString(inbox.resolve(".begun"), Files.readString(inbox.resolve(".begun")) + "b.json\t2");

        ReadFilesJournal after = new ReadFilesJournal(inbox);
        assertThat(after.idPrefix(inbox.resolve("a.json"), version("1", 9))).isEqualTo("a.json:1");
        assertThat(after.idPrefix(inbox.resolve("b.json"), version("2", 9))).isEqualTo("b.json:9");
        assertThat(new ReadFilesJournal(inbox).idPrefix(inbox.resolve("b.json"), version("2", 10)))
                .isEqualTo("b.json:9");
    }

    @Test
    void withoutAPlaceForTheJournalTheFilesOfThisProcessAreStillKnown() throws IOException {
        Files.createDirectory(inbox.resolve(".begun"));
        ReadFilesJournal begun = new ReadFilesJournal(inbox);
        begun.idPrefix(inbox.resolve("a.json"), version("1", 1));

        assertThat(begun.idPrefix(inbox.resolve("a.json"), version("1", 2))).isEqualTo("a.json:1");
    }

    @Test
    void aLinkInThePlaceOfTheJournalIsNeitherReadNorWritten(@TempDir Path outside) throws IOException {
        Path other = Files.writeString(outside.resolve("other"), "a.json\t1\tb\n");
        Files.createSymbolicLink(inbox.resolve(".begun"), other);
        assertThat(new ReadFilesJournal(inbox).idPrefix(inbox.resolve("a.json"), version("1", 2)))
                .isEqualTo("a.json:2");
        assertThat(other).hasContent("a.json\t1\tb\n");
    }

    private static FileVersion version(String key, long modified) {
        return new FileVersion(key, 0, FileTime.fromMillis(modified));
    }
}
