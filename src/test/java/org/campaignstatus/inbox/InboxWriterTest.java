package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.statistics.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of the files' names is that in which they were handed in, whatever the clock says. */
final class InboxWriterTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-26T12:00:00Z"));

    @TempDir
    private Path inbox;

    private void handIn(InboxWriter writer, String text) {
        try (InboxWriter.Draft draft = writer.begin()) {
            draft.add(text);
            draft.handIn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aClockThatStandsOrIsSetBackChangesNoOrder() {
        InboxWriter writer = new InboxWriter(inbox, clock);
        handIn(writer, "1");
        handIn(writer, "2");
        clock.jump(Duration.ofDays(-400));
        handIn(writer, "3");
        clock.jump(Duration.ofDays(401));
        handIn(writer, "4");

        assertThat(texts()).containsExactly("1\n", "2\n", "3\n", "4\n");
    }

    @Test
    void neitherDoesOneThatIsSetBackBetweenTwoStarts() {
        handIn(new InboxWriter(inbox, clock), "1");
        clock.jump(Duration.ofHours(-1));
        handIn(new InboxWriter(inbox, clock), "2");

        assertThat(texts()).containsExactly("1\n", "2\n");
    }

    @Test
    void namesAreUniqueHoweverManyHandInAtOnce() {
        InboxWriter writer = new InboxWriter(inbox, clock);
        IntStream.range(0, 200).parallel().forEach(i -> handIn(writer, "x"));

        assertThat(texts()).hasSize(200);
    }

    @Test
    void whatIsClosedWithoutBeingHandedInIsGone() throws IOException {
        try (InboxWriter.Draft draft = new InboxWriter(inbox, clock).begin()) {
            draft.add("1");
            draft.sync();
        }

        assertThat(texts()).isEmpty();
        assertThat(inbox.resolve(".http")).isEmptyDirectory();
    }

    /** @return what the files hold, in the order of their names */
    private List<String> texts() {
        try (Stream<Path> files = Files.list(inbox)) {
            return files.filter(InboxWriter::hasWritten)
                    .sorted()
                    .map(InboxWriterTest::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
