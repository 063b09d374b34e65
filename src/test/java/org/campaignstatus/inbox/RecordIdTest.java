package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.campaignstatus.input.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default id of an event in a file: new for a new file, the same when a file is read again. */
final class RecordIdTest extends InboxFileSetup {

    @Test
    void theIdOfARecordIsMadeOfNameTimePositionAndContent() throws IOException {
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
}
