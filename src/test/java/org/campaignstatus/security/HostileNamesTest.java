package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File names lead nowhere outside of the inbox, forge no log line, and are shortened where they must be. */
final class HostileNamesTest extends HostileFilesSetup {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\..\\..\\..\\..\\outside\\b.json",
                "a\\b.json",
                "a..json",
                "a..\\b.json",
                "~.json",
                "%2e%2e%2fa.json",
                "C:\\a.json",
                "a\nERROR b.json",
                "a\r\nb.json",
                "a\u001b[31mb.json",
                "a\u2028b.json",
                "a.json.error.txt.json",
                "a-20261123T080000000.json",
                "a.camelLock.json",
                " .json",
                "-rf.json",
                "a;reboot.json",
                "a&move=b.json"
            })
    void whateverTheNameTheFileEndsInTheInbox(String name) throws Exception {
        Files.createDirectory(inboxFolder.resolve("a"));
        Files.writeString(outside.resolve("b.json"), event("loaded", 1, 99));
        Map<String, String> untouched =
                contents(folder, inboxFolder, program.folder().resolve("data"));
        try (LogCapture log = LogCapture.start()) {
            process(name, event("loaded", 1, 1));
            process(name, "not an event");
            await().until(() -> put(1, 2));
            assertOthersAreTaken();

            assertThat(contents(inboxFolder.resolve(".done"))).hasSize(2).containsValue(event("loaded", 1, 1));
            assertThat(contents(inboxFolder.resolve(".failed")))
                    .hasSize(2)
                    .containsValue("not an event")
                    .allSatisfy((kept, content) -> assertThat(kept).matches("(?s).*\\.json(\\.error\\.txt)?"));
            assertThat(contents(folder, inboxFolder, program.folder().resolve("data")))
                    .isEqualTo(untouched);
            assertThat(log.lines()).noneMatch(line -> line.message().matches("(?s).*[\\p{Cntrl}\\u2028].*"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "日", "😀"})
    void aNameAsLongAsANameCanBeIsAcceptedAndQuarantined(String letter) throws Exception {
        int letters = (255 - ".jsonl".length()) / letter.getBytes(StandardCharsets.UTF_8).length;
        String name = letter.repeat(letters) + ".jsonl";
        for (int i = 0; i < 3; i++) {
            process(name, "bad " + i + "\n" + event("loaded", 1, 1) + "\n");
            process(name, "bad as a whole " + i + "\n");
        }
        await().until(() -> put(3, 12));

        assertThat(requests()).hasSize(3);
        assertThat(contents(inboxFolder.resolve(".failed")).values())
                .hasSize(12)
                .contains("bad 0\n", "bad 1\n", "bad 2\n")
                .contains("bad as a whole 0\n", "bad as a whole 1\n", "bad as a whole 2\n");
        assertThat(contents(inboxFolder.resolve(".failed")).keySet())
                .allMatch(kept -> kept.endsWith(".jsonl") || kept.endsWith(".jsonl.error.txt"));
    }

    /** A name that is not text in the encoding of the machine cannot be used by a Java program, but others can. */
    @Test
    void aNameThatIsNoTextHoldsUpNobody() throws Exception {
        Process made = new ProcessBuilder("sh", "-c", "printf '{}' > \"$(printf 'a\\377b').json\"")
                .directory(inboxFolder.toFile())
                .start();
        assertThat(made.waitFor()).isZero();

        assertOthersAreTaken();
    }

    /** Hands a file in under a name that has no room for another ending. */
    private void process(String name, String content) throws IOException {
        Path writing = Files.writeString(inboxFolder.resolve("being.written"), content);
        Files.setLastModifiedTime(writing, FileTime.from(Instant.now().minusSeconds(2)));
        Files.move(writing, inboxFolder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        inbox.awaitTaken(name);
    }

    /** A file may go on under another name than it was handed in: it is through when it is where it ends. */
    private boolean put(int done, int failed) throws IOException {
        try {
            return contents(inboxFolder.resolve(".done")).size() == done
                    && contents(inboxFolder.resolve(".failed")).size() == failed
                    && contents(inboxFolder).size() == done + failed;
        } catch (UncheckedIOException | NoSuchFileException e) {
            return false; // a file was moved in between
        }
    }
}
