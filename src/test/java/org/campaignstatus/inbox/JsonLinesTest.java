package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.campaignstatus.input.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {

    private static final int CHUNK = 64 * 1024;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"{1}\n{2}\n", "{1}\n{2}", "\uFEFF{1}\n{2}", "{1}\n{2}\n\n", "{1}\n{2}\n \t\r\n"})
    void aLineEndsWithALineFeedOrTheFile(String content) throws IOException {
        assertThat(read(content)).extracting(InputRecord::text).containsExactly("{1}", "{2}");
    }

    @Test
    void aCarriageReturnIsLeftToTheReaderAsWhiteSpace() throws IOException {
        assertThat(read("{1}\r\n{2}\r\n")).extracting(InputRecord::text).containsExactly("{1}\r", "{2}\r");
    }

    @Test
    void blankLinesArePassedOverButCounted() throws IOException {
        assertThat(read("\n{2}\n\r\n  \n{5}\n"))
                .extracting(InputRecord::position)
                .containsExactly(2, 5);
    }

    @Test
    void aPieceKnowsWhereItStands() throws IOException {
        List<InputRecord> records = read("äö\n\r\n{3}\r\n{4}");
        assertThat(records).extracting(InputRecord::start).containsExactly(0L, 7L, 12L);
        assertThat(records).extracting(InputRecord::length).containsExactly(4L, 4L, 3L);
    }

    @ParameterizedTest
    @ValueSource(ints = {CHUNK - 2, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 5 * CHUNK + 3})
    void aLineMayGoAcrossChunks(int length) throws IOException {
        String line = "x".repeat(length);
        assertThat(read(line + "\nshort\n" + line + "\n" + line))
                .extracting(InputRecord::text)
                .containsExactly(line, "short", line, line);
    }

    @Test
    void aCharacterMayGoAcrossChunks() throws IOException {
        for (int before = CHUNK - 4; before <= CHUNK; before++) {
            String line = "x".repeat(before) + "😀";
            assertThat(read(line + "\nend")).extracting(InputRecord::text).containsExactly(line, "end");
        }
    }

    @Test
    void aLineOf1MiBIsReadAndALongerOneIsPassedOver() throws IOException {
        String longest = "x".repeat(Json.LONGEST_TEXT);
        List<InputRecord> records = read(longest + "\n" + longest + "y\n{3}\n");
        assertThat(records.get(0).text()).isEqualTo(longest);
        assertThat(records.get(0).problem()).isNull();
        assertThat(records.get(1).text()).isNull();
        assertThat(records.get(1).problem()).isEqualTo("over 1 MiB: expected a line of at most 1048576 bytes");
        assertThat(records.get(1).length()).isEqualTo(Json.LONGEST_TEXT + 1L);
        assertThat(records.get(2).text()).isEqualTo("{3}");
        assertThat(records).noneMatch(InputRecord::last);
    }

    @Test
    void aHugeLineCostsNoMemory() throws IOException {
        Path file = folder.resolve("huge.jsonl");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(300L * 1024 * 1024);
            huge.seek(huge.length());
            huge.write("\n{2}\n".getBytes(StandardCharsets.UTF_8));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        List<InputRecord> records = read(file);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(records).extracting(InputRecord::length).containsExactly(300L * 1024 * 1024, 3L);
        assertThat(records.get(0).problem()).startsWith("over 1 MiB: ");
        assertThat(allocated).isLessThan(8L * 1024 * 1024);
    }

    @Test
    void aLineThatIsNotUtf8IsRejectedAndTheNextOneRead() throws IOException {
        byte[] content = "{1}\nM\u00fcnchen\n{3}\n".getBytes(StandardCharsets.ISO_8859_1);
        List<InputRecord> records = read(Files.write(folder.resolve("latin.jsonl"), content));
        assertThat(records).extracting(InputRecord::problem).containsExactly(null, "not UTF-8", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n  \n"})
    void aFileWithoutAnythingIsUnusable(String content) throws IOException {
        assertThat(read(content)).singleElement().satisfies(record -> {
            assertThat(record.problem()).isEqualTo("empty: expected one JSON object a line");
            assertThat(record.last()).isTrue();
        });
    }

    @Test
    void afterTheLastLineThereIsNone() throws IOException {
        JsonLines lines = new JsonLines(Files.writeString(folder.resolve("one.jsonl"), "{1}"));
        lines.next();
        assertThat(lines.hasNext()).isFalse();
        assertThatThrownBy(lines::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aFileThatIsGoneCannotBeOpened() {
        assertThatThrownBy(() -> new JsonLines(folder.resolve("gone.jsonl"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFolderIsUnreadable() throws IOException {
        List<InputRecord> records = read(Files.createDirectory(folder.resolve("folder.jsonl")));
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.problem()).startsWith("cannot be read: ");
            assertThat(record.last()).isTrue();
        });
    }

    private List<InputRecord> read(String content) throws IOException {
        return read(Files.writeString(folder.resolve("lines.jsonl"), content));
    }

    private static List<InputRecord> read(Path file) throws IOException {
        List<InputRecord> records = new ArrayList<>();
        new JsonLines(file).forEachRemaining(records::add);
        return records;
    }
}
