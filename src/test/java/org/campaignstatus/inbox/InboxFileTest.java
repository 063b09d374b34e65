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
import java.util.List;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that was read is archived or quarantined, and nothing is overwritten. */
final class InboxFileTest extends InboxFileSetup {

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

    /** What stands at that place in another file is not what was rejected. */
    @Test
    void aRecordThatIsRejectedAfterTheFileWasReplacedIsQuarantinedByItsReasonOnly() throws IOException {
        Path path = write("a.jsonl", "1\nbad\n");
        InboxFile file = new InboxFile(path);
        List<Input> records = records(file);
        file.accepted();
        Files.move(write("b.jsonl", "{\"valid\":1}\n"), path, StandardCopyOption.REPLACE_EXISTING);
        file.reject(records.get(1), "reason");

        assertThatThrownBy(file::finish).isInstanceOf(FileChangedException.class);
        assertThat(folder.resolve(".failed/a.jsonl")).isEmptyFile();
        assertThat(folder.resolve(".failed/a.jsonl.error.txt"))
                .hasContent("line 2: reason; its text is gone, because another file has taken the place of this one\n");
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
    void aFileWithoutRejectsIsArchived(String name, String content) throws IOException {
        InboxFile file = new InboxFile(write(name, content));
        records(file).forEach(record -> file.accepted());
        assertThat(file.finish()).isEqualTo(Path.of(".done", name).toString());
        assertThat(list(".done")).isEmpty();
        assertThat(folder.resolve(".failed")).doesNotExist();
    }

    @Test
    void aFileOfWhichARecordWasNotAcceptedStays() throws IOException {
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
    void aFileOfWhichSomeIsRejectedIsArchivedAndTheRejectsAreQuarantined() throws IOException {
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
    void aRejectedLineIsQuarantinedByteForByte() throws IOException {
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
    void aFileThatCannotBeQuarantinedStaysAndLeavesNothingBehind() throws IOException {
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
