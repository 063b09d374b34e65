package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A broken, missing or half-written version of a file is rejected once, and the last good one stays. */
final class RejectedVersionTest extends ReloadableFileSetup {

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
    void theMendedFileApplies() throws IOException {
        write("two");
        afterALook();
        stand();
        afterALook();
        replace("2");

        assertThat(afterALook()).isEqualTo(2);
    }

    /** As settings do that name a file with a secret. */
    @Test
    void aVersionThatNeedsAnotherFileAppliesOnceThatIsThere() throws IOException {
        live = new ReloadableFile<>(
                file,
                path -> {
                    int number = number(path);
                    return number == 1 ? number : number + number(folder.resolve("more"));
                },
                () -> now,
                LONG_AGO);
        write("2");
        afterALook();
        stand();
        assertThat(afterALook()).isEqualTo(1);
        now += ReloadableFile.RETRY_INTERVAL.plusMillis(1).toNanos();
        assertThat(afterALook()).isEqualTo(1);
        assertThat(live.rejection()).isPresent();
        assertThat(live.rejected()).isEqualTo(1);

        Files.writeString(folder.resolve("more"), "40");
        now += ReloadableFile.RETRY_INTERVAL.plusMillis(1).toNanos();
        assertThat(afterALook()).isEqualTo(42);
        assertThat(live.rejection()).isEmpty();
        assertThat(errors()).hasSize(1);
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
    void aMissingFileIsRejectedAndAppliesAgainWhenItIsBack() throws IOException {
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
}
