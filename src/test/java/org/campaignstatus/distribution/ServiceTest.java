package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the unit promises to the one who runs the program as a service, beside what systemd's own tools look at. */
class ServiceTest {

    private static final String STATE = "/var/lib/campaign-group-status/";

    private final List<String> lines;

    ServiceTest() throws IOException {
        lines = Files.readAllLines(Path.of("src/dist/systemd/campaign-group-status.service"));
    }

    @Test
    void itHasAUserOfItsOwnThatTheOtherFileMakes() throws IOException {
        String made = Files.readString(Path.of("src/dist/systemd/campaign-group-status.sysusers"));
        assertThat(values("User")).containsExactly("campaign-group-status");
        assertThat(values("Group")).isEqualTo(values("User"));
        assertThat(made).containsPattern("(?m)^u!? campaign-group-status ");
    }

    /** The rest of the machine is read-only to it. */
    @Test
    void everythingThatItWritesIsInItsFolderOfState() {
        assertThat(values("StateDirectory")).containsExactly("campaign-group-status");
        assertThat(values("StateDirectoryMode")).containsExactly("0750");
        assertThat(values("UMask")).containsExactly("0027");
        assertThat(values("Environment"))
                .contains(
                        "LIFECYCLE_FILE_DIRECTORY=" + STATE + "inbox/lifecycle",
                        "STATISTICS_FILE_DIRECTORY=" + STATE + "inbox/statistics",
                        "DATABASE_URL=jdbc:sqlite:" + STATE + "campaign-group-status.db",
                        "JMS_DATA_DIRECTORY=" + STATE + "broker");
    }

    @Test
    void namesOfFilesAreUtf8() {
        assertThat(values("Environment")).contains("LANG=C.UTF-8");
    }

    @Test
    void whatAnOperatorEditsIsInTheUsualPlace() {
        assertThat(values("ConfigurationDirectory")).containsExactly("campaign-group-status");
        assertThat(values("Environment")).contains("CAMPAIGN_GROUP_STATUS_FOLDER=/etc/campaign-group-status");
        assertThat(values("EnvironmentFile")).containsExactly("-/etc/campaign-group-status/environment");
    }

    /** Seven seconds on top of the default of http-response-timeout are what a stop takes at most. */
    @Test
    void aStopHasItsTimeAndIsNoFailureButACrashIs() {
        assertThat(values("TimeoutStopSec"))
                .singleElement()
                .satisfies(seconds -> assertThat(Integer.parseInt(seconds)).isGreaterThanOrEqualTo(17));
        assertThat(values("KillMode")).containsExactly("mixed");
        assertThat(values("SuccessExitStatus")).containsExactly("143");
        assertThat(values("Restart")).containsExactly("on-failure");
        assertThat(values("RestartSec")).containsExactly("5");
        assertThat(values("StartLimitBurst")).containsExactly("5");
        assertThat(values("StartLimitIntervalSec")).containsExactly("300");
        assertThat(values("OOMPolicy")).containsExactly("stop");
        assertThat(values("LimitNOFILE")).containsExactly("65536");
        assertThat(values("WantedBy")).containsExactly("multi-user.target");
    }

    /** The analysis of systemd rates the whole, and would let one of them go. */
    @Test
    void everyRightThatItDoesNotNeedIsTakenFromIt() {
        assertThat(Stream.of(
                                "NoNewPrivileges PrivateTmp PrivateDevices PrivateUsers PrivateIPC ProtectHome ProtectHostname",
                                "ProtectClock ProtectKernelTunables ProtectKernelModules ProtectKernelLogs ProtectControlGroups",
                                "RestrictNamespaces RestrictRealtime RestrictSUIDSGID RemoveIPC LockPersonality")
                        .flatMap(names -> Stream.of(names.split(" "))))
                .allSatisfy(name -> assertThat(values(name)).as(name).containsExactly("yes"));
        assertThat(values("CapabilityBoundingSet")).containsExactly("");
        assertThat(values("AmbientCapabilities")).containsExactly("");
        assertThat(values("ProtectSystem")).containsExactly("strict");
        assertThat(values("ProtectProc")).containsExactly("invisible");
        assertThat(values("ProcSubset")).containsExactly("pid");
        assertThat(values("DevicePolicy")).containsExactly("closed");
        assertThat(values("KeyringMode")).containsExactly("private");
        assertThat(values("RestrictAddressFamilies")).containsExactly("AF_INET AF_INET6 AF_UNIX");
        assertThat(values("SystemCallArchitectures")).containsExactly("native");
        assertThat(values("SystemCallFilter")).containsExactly("@system-service", "~@privileged @resources");
        assertThat(values("SystemCallErrorNumber")).containsExactly("EPERM");
    }

    private List<String> values(String directive) {
        return lines.stream()
                .filter(line -> line.startsWith(directive + "="))
                .map(line -> line.substring(directive.length() + 1))
                .toList();
    }
}
