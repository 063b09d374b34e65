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
import java.time.InstantSource;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that holds a number, and time that passes only when a test says so. */
class ReloadableFileTest {

    /** A wall clock that says nothing about how long a file has been quiet. */
    private static final InstantSource LONG_AGO = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    Path folder;

    private LogCapture log;
    private Path file;
    private ReloadableFile<Integer> live;
    private long now;
    private int read;

    @BeforeEach
    void oneGoodVersion() throws IOException {
        log = LogCapture.start();
        file = folder.resolve("number");
        write("1");
        live = new ReloadableFile<>(file, this::number, () -> now, LONG_AGO);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void aFileRenamedIntoPlaceAppliesFromTheNextUseOn() throws IOException {
        replace("2");
        assertThat(afterALook()).isEqualTo(2);
    }

    @Test
    void aFileRenamedIntoPlaceAppliesEvenIfItIsOlder() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "4");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(afterALook()).isEqualTo(4);
    }

    @Test
    void aFileWrittenInPlaceAppliesOnceItHasBeenQuiet() throws IOException {
        write("2");
        assertThat(afterALook()).isEqualTo(1);
        almostStand();
        assertThat(live.get()).isEqualTo(1);
        stand();
        assertThat(live.get()).isEqualTo(2);
        assertThat(read).isEqualTo(2);
    }

    @Test
    void aVersionOfTheSameSizeAppliesToo() throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        write("3");
        afterALook();
        stand();
        assertThat(live.get()).isEqualTo(3);
    }

    /** Half of "22" is a good number. */
    @Test
    void halfOfAFileThatIsWrittenInPlaceNeverApplies() throws IOException {
        write("2");
        assertThat(afterALook()).isEqualTo(1);
        almostStand();
        assertThat(live.get()).isEqualTo(1);
        write("22");
        assertThat(afterALook()).isEqualTo(1);
        almostStand();
        assertThat(live.get()).isEqualTo(1);
        stand();
        assertThat(live.get()).isEqualTo(22);
        assertThat(errors()).isEmpty();
    }

    /** As by an editor that deletes the old version before it writes the new one. */
    @Test
    void aFileThatIsReplacedByHalfOfABadOneIsNotRejectedBeforeItIsQuiet() throws IOException {
        replace("[");
        assertThat(afterALook()).isEqualTo(1);
        write("23");
        afterALook();
        stand();
        assertThat(live.get()).isEqualTo(23);
        assertThat(errors()).isEmpty();
    }

    @Test
    void whatWasQuietBeforeAnybodyLookedAppliesAtTheFirstLook() throws IOException {
        live = new ReloadableFile<>(
                file, this::number, () -> now, () -> Instant.now().plusSeconds(4));
        write("2");
        assertThat(afterALook()).isEqualTo(2);
    }

    @Test
    void aVersionThatLacksSomethingAppliesOnlyAfterItHasStoodForTenSeconds() throws IOException {
        live = new ReloadableFile<>(file, new Losing(), () -> now, LONG_AGO);
        replace("0");
        assertThat(afterALook()).isEqualTo(1);
        now += Duration.ofMillis(9_900).toNanos();
        assertThat(live.get()).isEqualTo(1);
        assertThat(warnings())
                .containsExactly(file + " no longer has a, b: the edit applies once it has stood for 10 seconds");

        now += Duration.ofMillis(200).toNanos();
        assertThat(live.get()).isZero();
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void aVersionThatLacksSomethingForAMomentNeverApplies() throws IOException {
        live = new ReloadableFile<>(file, new Losing(), () -> now, LONG_AGO);
        write("0");
        afterALook();
        now += Duration.ofSeconds(9).toNanos();
        assertThat(live.get()).isEqualTo(1);
        write("1");
        afterALook();
        now += Duration.ofSeconds(9).toNanos();
        assertThat(live.get()).isEqualTo(1);
        assertThat(live.accepted()).isEqualTo(1);
    }

    /** A file of which the number 0 lacks something. */
    private final class Losing implements ReloadableFile.Reading<Integer> {
        @Override
        public Integer read(Path path) throws IOException {
            return number(path);
        }

        @Override
        public List<String> removed(Integer inForce, Integer next) {
            return next == 0 ? List.of("a", "b") : List.of();
        }
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
    void aBrokenVersionIsRejectedWithOneErrorThatNamesTheFileAndTheLastGoodOneStays() throws IOException {
        write("two");
        assertThat(afterALook()).isEqualTo(1);
        stand();
        afterALook();
        stand();
        afterALook();

        assertThat(live.get()).isEqualTo(1);
        assertThat(errors())
                .containsExactly("An edit is rejected, the last good version stays in force: " + file
                        + ": For input string: \"two\"");
    }

    @Test
    void theMendedFileCounts() throws IOException {
        write("two");
        afterALook();
        stand();
        afterALook();
        replace("2");

        assertThat(afterALook()).isEqualTo(2);
    }

    @Test
    void whatIsBrokenOnceMoreIsRejectedOnceMore() throws IOException {
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
        afterALook();
        stand();
        assertThat(live.get()).isEqualTo(22);
        assertThat(errors()).isEmpty();
    }

    @Test
    void aFileThatGrowsForLongIsNotRejectedBeforeItStands() throws IOException {
        String part = "[";
        for (int i = 0; i < 10; i++) {
            part += "[";
            write(part);
            afterALook();
            almostStand();
            live.get();
        }
        assertThat(errors()).isEmpty();
        stand();
        afterALook();
        assertThat(errors()).hasSize(1);
    }

    /** Most editors cut a file to nothing before they write it. */
    @Test
    void anEmptyFileIsNotTakenForANewVersionWhileItMayBeWritten() throws IOException {
        live = new ReloadableFile<>(file, path -> Files.readString(path).length(), () -> now, LONG_AGO);
        write("");
        assertThat(afterALook()).isEqualTo(1);
        stand();
        assertThat(afterALook()).isZero();
        assertThat(errors()).isEmpty();
    }

    @Test
    void aFileWithATimeInTheFutureIsRejectedToo() throws IOException {
        write("two");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
        afterALook();
        stand();
        afterALook();

        assertThat(errors()).hasSize(1);
    }

    @Test
    void aMissingFileIsRejectedAndCountsAgainWhenItIsBack() throws IOException {
        Files.delete(file);
        assertThat(afterALook()).isEqualTo(1);
        stand();
        assertThat(afterALook()).isEqualTo(1);
        assertThat(errors())
                .containsExactly("An edit is rejected, the last good version stays in force: " + file + " is missing");

        write("7");
        afterALook();
        stand();
        assertThat(live.get()).isEqualTo(7);
    }

    /** As an editor does that deletes the old version before it writes the new one. */
    @Test
    void aFileThatIsMissingForAMomentIsNoError() throws IOException {
        Files.delete(file);
        afterALook();
        write("8");
        afterALook();
        stand();
        assertThat(live.get()).isEqualTo(8);
        assertThat(errors()).isEmpty();
    }

    @Test
    void theFirstVersionHasToBeGood() throws IOException {
        write("one");
        assertThatThrownBy(() -> new ReloadableFile<>(file, this::number))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(file + ": For input string: \"one\"");
        Files.delete(file);
        assertThatThrownBy(() -> new ReloadableFile<>(file, this::number)).hasMessage(file + " is missing");
    }

    @Test
    void aFileThatIsNotUtf8IsCalledThat() throws IOException {
        Files.write(file, new byte[] {(byte) 0xFF});
        assertThatThrownBy(() -> new ReloadableFile<>(file, this::number)).hasMessage(file + ": not UTF-8");
    }

    private List<String> errors() {
        return logged(Level.ERROR);
    }

    private List<String> warnings() {
        return logged(Level.WARN);
    }

    private List<String> logged(Level level) {
        return log.lines().stream()
                .filter(line -> line.level() == level)
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

    private void replace(String text) throws IOException {
        Path other = Files.writeString(folder.resolve("new"), text);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void link(String target) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(target));
        Files.move(link, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Integer afterALook() {
        now += Duration.ofMillis(6).toNanos();
        return live.get();
    }

    /** Lets pass the time after which a file counts as written. */
    private void stand() {
        now += ReloadableFile.QUIET_PERIOD.plusMillis(1).toNanos();
    }

    private void almostStand() {
        now += ReloadableFile.QUIET_PERIOD.minusMillis(10).toNanos();
    }
}
