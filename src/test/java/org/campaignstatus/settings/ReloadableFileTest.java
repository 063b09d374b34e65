package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A good version of a file applies once it is whole. */
final class ReloadableFileTest extends ReloadableFileSetup {

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
    void aLinkToAnotherFileApplies() throws IOException {
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
}
