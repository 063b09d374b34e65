package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.campaignstatus.harness.Distribution;
import org.campaignstatus.harness.Distribution.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tools of their trade say of the script, the unit, the Dockerfile and the contract documents. */
@Tag("tools")
class ToolsTest {

    private static final Ended NOTHING_TO_SAY = new Ended(0, "");
    private static final String SCRIPT = "src/dist/bin/campaign-group-status";
    private static final Path UNIT = Path.of("src/dist/systemd/campaign-group-status.service");

    @TempDir
    Path folder;

    @Test
    void shellcheckFindsNothingInTheScript() {
        assertThat(run("shellcheck", SCRIPT)).isEqualTo(NOTHING_TO_SAY);
    }

    @Test
    void systemdTakesTheUnit() throws IOException {
        String here = Path.of(SCRIPT).toAbsolutePath().toString();
        String unit = Files.readString(UNIT).replaceAll("(?m)^ExecStart=\\S+", "ExecStart=" + here);
        Path copy = Files.writeString(folder.resolve("campaign-group-status.service"), unit);
        assertThat(run("systemd-analyze", "verify", copy.toString())).isEqualTo(NOTHING_TO_SAY);
    }

    /** From 0 for safe to 10 for not at all; below 2 of its own scale it says OK. */
    @Test
    void systemdFindsLittleThatTheServiceCouldStillDo() {
        Ended ended = run("systemd-analyze", "security", "--offline=true", "--threshold=15", UNIT.toString());
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    @Test
    void theContractDocumentsAndTheDockerfileAreInOrder() {
        assertThat(run(
                        "node",
                        "src/check/check.mjs",
                        "schemas/asyncapi.yaml",
                        "schemas/openapi.yaml",
                        "src/dist/Dockerfile"))
                .isEqualTo(NOTHING_TO_SAY);
    }

    private static Ended run(String... command) {
        return Distribution.run(new ProcessBuilder(command));
    }
}
