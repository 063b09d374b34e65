package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, pipes and sockets in an inbox get nothing read or written outside of it. */
final class HostileFilesTest extends HostileFilesSetup {

    private static final String SECRET = "the secret of another program";

    @ParameterizedTest
    @ValueSource(strings = {"link.json", "link.jsonl"})
    void aLinkToAFileIsQuarantinedUnread(String name) throws Exception {
        Path target = Files.writeString(outside.resolve("secret.txt"), SECRET);
        Map<String, String> untouched = contents(outside);
        link(name, target);
        inbox.awaitTaken(name);

        assertThat(inbox.failed(name)).isSymbolicLink();
        assertThat(inbox.reasons(name)).singleElement().asString().isEqualTo("a symbolic link: expected a file");
        assertThat(contents(outside)).isEqualTo(untouched);
        assertOthersAreTaken();
        assertNowhere(SECRET);
    }

    @Test
    void aLinkToAValidEventIsNotTakenEither() throws Exception {
        Path target = Files.writeString(outside.resolve("event.json"), event("loaded", 1, 99));
        link("link.json", target);
        inbox.awaitTaken("link.json");

        assertOthersAreTaken();
        assertThat(target).hasContent(event("loaded", 1, 99));
    }

    @Test
    void aLinkToNothingAndALinkInACircleAreQuarantined() throws Exception {
        link("nothing.json", outside.resolve("nothing"));
        link("circle.json", inboxFolder.resolve("circle.json"));
        await().until(() -> Files.isSymbolicLink(inbox.failed("nothing.json"))
                && Files.isSymbolicLink(inbox.failed("circle.json")));

        assertOthersAreTaken();
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aLinkToAFolderIsLeftAlone() throws Exception {
        Files.writeString(outside.resolve("event.json"), event("loaded", 1, 99));
        Path link = Files.createSymbolicLink(inboxFolder.resolve("folder.json"), outside);

        assertOthersAreTaken();
        assertThat(link).isSymbolicLink();
        assertThat(outside.resolve("event.json")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipe.json", "pipe.jsonl"})
    void aPipeIsQuarantinedWithoutWaitingForItsWriter(String name) throws Exception {
        Path pipe = inboxFolder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        inbox.awaitTaken(name);

        assertThat(Files.readAttributes(inbox.failed(name), BasicFileAttributes.class)
                        .isOther())
                .isTrue();
        assertThat(inbox.reasons(name)).singleElement().asString().isEqualTo("not a file: expected a file");
        assertOthersAreTaken();
    }

    @Test
    void aSocketIsQuarantined() throws Exception {
        // the name of a socket is short by its nature
        Path made = Files.createTempFile("socket", "");
        Files.delete(made);
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(made));
            Files.move(made, inboxFolder.resolve("socket.json"));
            inbox.awaitTaken("socket.json");

            assertThat(inbox.reasons("socket.json"))
                    .singleElement()
                    .asString()
                    .isEqualTo("not a file: expected a file");
        }
        assertOthersAreTaken();
    }

    @ParameterizedTest
    @ValueSource(strings = {".done", ".failed"})
    void nothingIsWrittenThroughALink(String subfolder) throws Exception {
        Files.createSymbolicLink(inboxFolder.resolve(subfolder), outside);
        String file = "bad\n" + event("loaded", 1, 1) + "\n";
        inbox.handIn("a.jsonl", file);
        await().until(() -> requests().size() == 1);
        inbox.handIn("b.json", event("loaded", 1, 2));
        await().until(() -> requests().size() == 2);

        assertThat(outside).isEmptyDirectory();
        assertThat(inboxFolder.resolve("a.jsonl")).hasContent(file);
        Files.delete(inboxFolder.resolve(subfolder));
        inbox.awaitTaken("a.jsonl");
        inbox.awaitTaken("b.json");
        assertThat(inbox.done("a.jsonl")).exists();
        assertThat(inbox.failed("a.jsonl")).hasContent("bad\n");
        assertThat(requests()).hasSize(2);
    }

    @Test
    void aFileInThePlaceOfDoneIsLoggedOnceAndEverythingWaitsUntilItIsGone() throws Exception {
        Path statistics = program.folder().resolve("inbox/statistics");
        deleteAll(statistics);
        Files.createDirectory(statistics);
        Path obstacle = Files.writeString(statistics.resolve(".done"), "");
        try (LogCapture log = LogCapture.provoking("org.campaignstatus.inbox.InboxBackoff")) {
            Path first = program.handInStatistics("1.json", STATISTICS);
            await().until(() -> !log.lines().isEmpty());
            Path second = program.handInStatistics("2.json", STATISTICS);
            Files.delete(obstacle);
            program.statisticsInbox().awaitTaken("2.json");

            assertThat(first).doesNotExist();
            assertThat(second).doesNotExist();
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.message()).startsWith(first + " cannot be archived");
                assertThat(line.stackTrace()).isEmpty();
            });
        }
    }

    @Test
    void anInboxThatDisappearsIsTakenUpAgainWhenItIsBack() throws Exception {
        assertOthersAreTaken();
        Path away = Files.move(inboxFolder, folder.resolve("away"));
        Path obstacle = Files.writeString(inboxFolder, "no folder");
        int taken = requests().size();
        program.handInStatistics("s.json", STATISTICS);
        program.statisticsInbox().awaitTaken("s.json");
        assertThat(requests()).hasSize(taken);

        Files.delete(obstacle);
        Files.move(away, inboxFolder);
        assertOthersAreTaken();
        deleteAll(inboxFolder);
        Files.createDirectories(inboxFolder);
        assertOthersAreTaken();
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsNotReadBeyondItsLimit() throws Exception {
        link("zero.json", Path.of("/dev/zero"));
        inbox.awaitTaken("zero.json");

        assertOthersAreTaken();
    }

    private void assertNowhere(String secret) throws IOException {
        assertThat(contents(program.folder()).values()).noneMatch(content -> content.contains(secret));
        assertThat(requests()).noneMatch(request -> request.text().contains(secret));
    }
}
