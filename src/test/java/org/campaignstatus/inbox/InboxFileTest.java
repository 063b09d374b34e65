package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxFileTest {

    private static final Instant MODIFIED = Instant.parse("2026-11-23T08:31:00.123Z");

    @TempDir
    private Path folder;

    @Test
    void theIdOfAPieceIsMadeOfNameTimePositionAndContent() throws IOException {
        InboxFile file = new InboxFile(write("a.jsonl", "1\n\n2\n"));
        assertThat(records(file))
                .extracting(Input::id)
                .containsExactly(
                        "a.jsonl:" + MODIFIED.toEpochMilli() + ":1:6b86b273ff34fce1",
                        "a.jsonl:" + MODIFIED.toEpochMilli() + ":3:d4735e3a265e16ee");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", "a.jsonl"})
    void theIdIsTheSameWhenTheFileIsReadAgain(String name) throws IOException {
        Path path = write(name, "1");
        String first = records(new InboxFile(path)).get(0).id();
        assertThat(records(new InboxFile(path)).get(0).id()).isEqualTo(first);
    }

    @Test
    void theIdIsTheSameWhetherTheTextWasReadOrNot() throws IOException {
        Input record = records(new InboxFile(write("a.json", "[1]"))).get(0);
        String before = record.id();
        assertThat(record.text()).isEqualTo("1");
        assertThat(record.id()).isEqualTo(before);
    }

    /** A file that was worked through gave its name free; whatever comes under it then is new. */
    @Test
    void theIdIsAnotherOneOnceTheFileWasDone() throws IOException {
        Path path = write("a.json", "[1]");
        String first = idOfTheFirst(path);
        done(path);
        write("a.json", "[2]");
        String otherContent = idOfTheFirst(path);
        done(path);
        write("a.json", "[1]");
        Files.setLastModifiedTime(path, FileTime.from(MODIFIED.plusMillis(1)));
        assertThat(List.of(first, otherContent, idOfTheFirst(path))).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatStoodInAFileThatWasAppendedToKeepsItsIdAlsoAfterACrash(boolean crash) throws IOException {
        Path path = write("a.jsonl", "1\n2\n");
        ReadFilesJournal begun = new ReadFilesJournal(folder);
        InboxFile file = new InboxFile(path, begun);
        List<String> before = records(file).stream().map(Input::id).toList();
        Files.writeString(path, "3\n", StandardOpenOption.APPEND);
        if (!crash) {
            file.accepted();
            file.accepted();
            assertThatThrownBy(file::finish)
                    .isInstanceOf(FileChangedException.class)
                    .hasMessage("it was written to meanwhile");
        }

        InboxFile again = new InboxFile(path, crash ? new ReadFilesJournal(folder) : begun);
        List<String> after = records(again).stream().map(Input::id).toList();
        assertThat(after).hasSize(3).startsWith(before.toArray(String[]::new)).doesNotHaveDuplicates();
        after.forEach(id -> again.accepted());
        assertThat(again.finish()).isEqualTo(Path.of(".done", "a.jsonl").toString());
    }

    @Test
    void aFileThatWasNotReadToItsEndStays() throws IOException {
        Path path = write("a.jsonl", "1\n2\n");
        InboxFile unread = new InboxFile(path);
        assertThatThrownBy(unread::finish).hasMessageContaining("read to its end");

        InboxFile begun = new InboxFile(path);
        begun.iterator().next();
        begun.accepted();
        assertThatThrownBy(begun::finish).hasMessageContaining("read to its end");
    }

    @Test
    void aFileThatWasReplacedStaysAndIsNew() throws IOException {
        Path path = write("a.jsonl", "1\nbad\n");
        InboxFile file = new InboxFile(path);
        List<Input> records = records(file);
        file.accepted();
        file.reject(records.get(1), "reason");
        Files.move(write("b.jsonl", "1\n2\n"), path, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(path, FileTime.from(MODIFIED.plusSeconds(1)));

        assertThatThrownBy(file::finish)
                .isInstanceOf(FileChangedException.class)
                .hasMessage("another file has taken its place");
        assertThat(path).hasContent("1\n2\n");
        assertThat(folder.resolve(".failed/a.jsonl")).hasContent("bad\n");
        assertThat(records(new InboxFile(path)).get(0).id())
                .isNotEqualTo(records.get(0).id());
    }

    @Test
    void whatChangesWhenTheFileIsMovedIsPutBack() throws IOException {
        Path path = write("a.jsonl", "1\n");
        InboxFile file = new InboxFile(path);
        String id = records(file).get(0).id();
        file.accepted();
        Path target = folder.resolve(file.finish());
        Files.writeString(path, "2\n", StandardOpenOption.APPEND);
        Files.move(path, target);
        write("a.jsonl", "3\n");
        file.moved();

        assertThat(target).doesNotExist();
        assertThat(path).hasContent("3\n");
        assertThat(folder.resolve("a-2.jsonl")).hasContent("1\n2\n");
        assertThat(records(new InboxFile(folder.resolve("a-2.jsonl"))).get(0).id())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"a.json,'[1, 2]'", "a.jsonl,'1\n2\n'", "A.JSONL,'1\n2'", "a b.json,'[]'"})
    void aFileWithoutRejectsIsDone(String name, String content) throws IOException {
        InboxFile file = new InboxFile(write(name, content));
        records(file).forEach(record -> file.accepted());
        assertThat(file.finish()).isEqualTo(Path.of(".done", name).toString());
        assertThat(list(".done")).isEmpty();
        assertThat(folder.resolve(".failed")).doesNotExist();
    }

    @Test
    void aFileOfWhichAPieceWasNotTakenOverStays() throws IOException {
        Path path = write("a.jsonl", "1\n2\n3\n");
        InboxFile file = new InboxFile(path);
        file.reject(records(file).get(0), "reason");
        file.accepted();
        assertThatThrownBy(file::finish).hasMessage("1 of its events was not accepted");
        assertThat(list(".failed")).isEmpty();
    }

    @Test
    void aFileOfWhichAllIsRejectedFailsAsAWhole() throws IOException {
        InboxFile file = new InboxFile(write("a.jsonl", "1\n2\n"));
        records(file).forEach(record -> file.reject(record, "reason " + text(record)));
        assertThat(file.finish()).isEqualTo(Path.of(".failed", "a.jsonl").toString());
        assertThat(list(".failed")).containsExactly("a.jsonl.error.txt");
        assertThat(folder.resolve(".failed/a.jsonl.error.txt")).hasContent("line 1: reason 1\nline 2: reason 2\n");
    }

    @Test
    void aFileOfWhichSomeIsRejectedIsDoneAndTheRejectsAreKept() throws IOException {
        InboxFile file = new InboxFile(write("a.json", "[1, {\"x\":  [2]}, 3]"));
        file.reject(records(file).get(1), "reason");
        file.accepted();
        file.accepted();
        assertThat(file.finish()).isEqualTo(Path.of(".done", "a.json").toString());
        assertThat(list(".failed")).containsExactly("a.json", "a.json.error.txt");
        assertThat(folder.resolve(".failed/a.json")).hasContent("[\n{\"x\":  [2]}\n]\n");
        assertThat(folder.resolve(".failed/a.json.error.txt")).hasContent("element 2: reason\n");
    }

    @Test
    void aRejectedLineIsKeptByteForByte() throws IOException {
        byte[] content = "1\r\nM\u00fcnchen\u00ff\r\n3".getBytes(StandardCharsets.ISO_8859_1);
        InboxFile file = new InboxFile(write("a.jsonl", content));
        Input second = records(file).get(1);
        assertThatThrownBy(second::text)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("not UTF-8");
        file.reject(second, "not UTF-8");
        file.accepted();
        file.accepted();
        file.finish();
        assertThat(folder.resolve(".failed/a.jsonl"))
                .hasBinaryContent("M\u00fcnchen\u00ff\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({".done,a.json", ".failed,a.json", ".failed,a.json.error.txt"})
    void nothingThatIsThereIsOverwritten(String there, String taken) throws IOException {
        Files.createDirectories(folder.resolve(there));
        Files.writeString(folder.resolve(there).resolve(taken), "before");
        InboxFile file = new InboxFile(write("a.json", "[1, 2]"));
        file.reject(records(file).get(0), "reason");
        file.accepted();
        assertThat(file.finish())
                .isNotEqualTo(Path.of(there, taken).toString())
                .startsWith(".done")
                .endsWith(".json");
        assertThat(folder.resolve(there).resolve(taken)).hasContent("before");
        assertThat(list(".failed").stream().filter(name -> name.matches("a(-\\d{8}T\\d{9})?\\.json\\.error\\.txt")))
                .isNotEmpty();
    }

    @Test
    void whatCouldNotBeKeptStaysAndLeavesNothingBehind() throws IOException {
        Path path = write("a.jsonl", new byte[] {'1', '\n', (byte) 0xFF, '\n', '3', '\n'});
        InboxFile file = new InboxFile(path);
        List<Input> records = records(file);
        file.reject(records.get(0), "kept");
        Files.delete(path);
        file.reject(records.get(1), "not kept, because its bytes are gone");
        assertThatThrownBy(file::finish).isInstanceOf(NoSuchFileException.class);
        assertThat(list(".failed")).isEmpty();
    }

    @Test
    void aFileThatIsGoneCannotBeRead() {
        InboxFile file = new InboxFile(folder.resolve("gone.jsonl"));
        assertThat(records(file))
                .singleElement()
                .satisfies(record -> assertThatThrownBy(record::text)
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageStartingWith("cannot be read: "));
    }

    private Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        return file;
    }

    private static String idOfTheFirst(Path path) {
        return records(new InboxFile(path)).get(0).id();
    }

    private static void done(Path path) throws IOException {
        InboxFile file = new InboxFile(path);
        records(file).forEach(record -> file.accepted());
        Files.move(path, path.resolveSibling(file.finish()));
        file.moved();
    }

    private List<String> list(String subfolder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(subfolder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<Input> records(InboxFile file) {
        List<Input> records = new ArrayList<>();
        file.forEach(records::add);
        return records;
    }

    private static String text(Input record) {
        return record.text();
    }

    /** Between the look at what it is and its opening, somebody may put a link in the place of a file. */
    @ParameterizedTest
    @ValueSource(strings = {"a.json", "a.jsonl"})
    void aLinkThatHasTakenTheFilesPlaceIsNotFollowed(String name, @TempDir Path outside) throws IOException {
        Path secret = Files.writeString(outside.resolve("secret.txt"), "secret");
        InboxFile file = new InboxFile(Files.createSymbolicLink(folder.resolve(name), secret));

        assertThat(records(file))
                .singleElement()
                .satisfies(record -> assertThatThrownBy(record::text)
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageStartingWith("cannot be read: "));
    }

    @Test
    void aLinkThatTakesTheFilesPlaceLaterIsNotCopied(@TempDir Path outside) throws IOException {
        Path path = write("a.jsonl", "\u0000".repeat(1024 * 1024 + 1) + "\n");
        Path secret = Files.writeString(outside.resolve("secret.txt"), "secret");
        InboxFile file = new InboxFile(path);
        Input record = records(file).get(0);
        Files.delete(path);
        Files.createSymbolicLink(path, secret);
        file.reject(record, "over 1 MiB");

        assertThatThrownBy(file::finish).isInstanceOf(IOException.class);
        assertThat(list(".failed")).isEmpty();
    }

    @Test
    void aReasonThatHoldsHalfACharacterIsWrittenDown() throws IOException {
        InboxFile file = new InboxFile(write("a.jsonl", "1\n"));
        file.reject(records(file).get(0), "half \uD800");

        assertThat(file.finish()).isEqualTo(Path.of(".failed", "a.jsonl").toString());
        assertThat(folder.resolve(".failed/a.jsonl.error.txt")).hasContent("line 1: half ?\n");
    }
}
