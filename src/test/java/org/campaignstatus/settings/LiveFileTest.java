package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that holds a number, and time that passes only when a test says so. */
class LiveFileTest {

    @TempDir
    Path folder;

    private LogCapture log;
    private Path file;
    private LiveFile<Integer> live;
    private long now;
    private int read;

    @BeforeEach
    void oneGoodVersion() throws IOException {
        log = LogCapture.start();
        file = folder.resolve("number");
        write("1");
        live = new LiveFile<>(file, this::number, () -> now);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void aNewVersionCountsFromTheNextUseOn() throws IOException {
        write("2");
        assertThat(afterALook()).isEqualTo(2);
    }

    @Test
    void aVersionOfTheSameSizeCountsToo() throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertThat(afterALook()).isEqualTo(1);
        write("3");
        assertThat(afterALook()).isEqualTo(3);
    }

    @Test
    void aFileRenamedIntoPlaceCountsEvenIfItIsOlder() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "4");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(afterALook()).isEqualTo(4);
    }

    @Test
    void aLinkToAnotherFileCounts() throws IOException {
        Files.writeString(folder.resolve("v1"), "5");
        Files.writeString(folder.resolve("v2"), "6");
        link("v1");
        assertThat(afterALook()).isEqualTo(5);
        link("v2");
        assertThat(afterALook()).isEqualTo(6);
    }

    @Test
    void anUnchangedFileIsReadOnce() {
        afterALook();
        afterALook();
        assertThat(read).isEqualTo(1);
    }

    @Test
    void aBrokenVersionIsRefusedWithOneErrorThatNamesTheFileAndTheLastGoodOneStays() throws IOException {
        write("two");
        assertThat(afterALook()).isEqualTo(1);
        stand();
        afterALook();
        stand();
        afterALook();

        assertThat(live.get()).isEqualTo(1);
        assertThat(errors())
                .containsExactly("An edit is refused, the last good version stays in force: " + file
                        + ": For input string: \"two\"");
    }

    @Test
    void theMendedFileCounts() throws IOException {
        write("two");
        afterALook();
        stand();
        afterALook();
        write("2");

        assertThat(afterALook()).isEqualTo(2);
    }

    @Test
    void whatIsBrokenOnceMoreIsRefusedOnceMore() throws IOException {
        for (String broken : List.of("two", "three")) {
            write(broken);
            afterALook();
            stand();
            afterALook();
        }
        assertThat(errors()).hasSize(2);
    }

    @Test
    void aFileThatIsWrittenInTwoPartsIsNoError() throws IOException {
        write("[");
        assertThat(afterALook()).isEqualTo(1);
        write("22");

        assertThat(afterALook()).isEqualTo(22);
        stand();
        afterALook();
        assertThat(errors()).isEmpty();
    }

    @Test
    void aFileThatGrowsForLongIsNotRefusedBeforeItStands() throws IOException {
        String part = "[";
        for (int i = 0; i < 10; i++) {
            part += "[";
            write(part);
            afterALook();
            now += Duration.ofMillis(900).toNanos();
            afterALook();
        }
        assertThat(errors()).isEmpty();
        stand();
        afterALook();
        assertThat(errors()).hasSize(1);
    }

    /** Most editors cut a file to nothing before they write it. */
    @Test
    void anEmptyFileIsNotTakenForANewVersionWhileItMayBeWritten() throws IOException {
        live = new LiveFile<>(file, path -> Files.readString(path).length(), () -> now);
        write("");
        assertThat(afterALook()).isEqualTo(1);
        stand();
        assertThat(afterALook()).isZero();
        assertThat(errors()).isEmpty();
    }

    @Test
    void aFileWithATimeInTheFutureIsRefusedToo() throws IOException {
        write("two");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
        afterALook();
        stand();
        afterALook();

        assertThat(errors()).hasSize(1);
    }

    @Test
    void aMissingFileIsRefusedAndCountsAgainWhenItIsBack() throws IOException {
        Files.delete(file);
        assertThat(afterALook()).isEqualTo(1);
        stand();
        assertThat(afterALook()).isEqualTo(1);
        assertThat(errors())
                .containsExactly("An edit is refused, the last good version stays in force: " + file + " is missing");

        write("7");
        assertThat(afterALook()).isEqualTo(7);
    }

    /** As an editor does that deletes the old version before it writes the new one. */
    @Test
    void aFileThatIsMissingForAMomentIsNoError() throws IOException {
        Files.delete(file);
        afterALook();
        write("8");
        assertThat(afterALook()).isEqualTo(8);
        stand();
        afterALook();
        assertThat(errors()).isEmpty();
    }

    @Test
    void theFirstVersionHasToBeGood() throws IOException {
        write("one");
        assertThatThrownBy(() -> new LiveFile<>(file, this::number))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(file + ": For input string: \"one\"");
        Files.delete(file);
        assertThatThrownBy(() -> new LiveFile<>(file, this::number)).hasMessage(file + " is missing");
    }

    @Test
    void aFileThatIsNotUtf8IsCalledThat() throws IOException {
        Files.write(file, new byte[] {(byte) 0xFF});
        assertThatThrownBy(() -> new LiveFile<>(file, this::number)).hasMessage(file + ": not UTF-8");
    }

    private List<String> errors() {
        return log.lines().stream()
                .filter(line -> line.level() == Level.ERROR)
                .map(LogCapture.Line::message)
                .toList();
    }

    private Integer number(Path path) throws IOException {
        read++;
        return Integer.valueOf(Files.readString(path));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private void link(String target) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(target));
        Files.move(link, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Integer afterALook() {
        now += Duration.ofMillis(6).toNanos();
        return live.get();
    }

    /** Lets pass the time that somebody may need to write a file. */
    private void stand() {
        now += Duration.ofMillis(1001).toNanos();
    }
}
