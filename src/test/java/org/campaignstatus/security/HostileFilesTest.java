package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in an inbox gets nothing read or written outside of it, and the files behind it are taken. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileFilesTest {

    private static final String STATISTICS = "{\"campaignGroup\":1,\"values\":{\"hitRatio\":0.5}}";
    private static final String SECRET = "the secret of another program";

    @TempDir
    private static Path folder;

    private final Receiver receiver = Receiver.start();
    private Program program;
    private InboxFolder inbox;
    private Path inboxFolder;
    private Path outside;
    private int before;

    @BeforeAll
    void start() throws Exception {
        outside = Files.createDirectories(folder.resolve("outside"));
        program = Program.in(Files.createDirectories(folder.resolve("program")))
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .configuredBy(Configured.campaignGroups().with(1).json())
                .start();
        inbox = program.lifecycleInbox();
        inboxFolder = program.folder().resolve("inbox/lifecycle");
    }

    @BeforeEach
    void cleanUp() throws IOException {
        for (Path used : List.of(inboxFolder, outside)) {
            deleteAll(used);
            Files.createDirectory(used);
        }
        before = receiver.requests().size();
    }

    /** @return the requests of this test */
    private List<Receiver.Request> requests() {
        return receiver.requests().subList(before, receiver.requests().size());
    }

    @AfterAll
    void stop() {
        program.close();
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"link.json", "link.jsonl"})
    void aLinkToAFileIsKeptUnread(String name) throws Exception {
        Path target = Files.writeString(outside.resolve("secret.txt"), SECRET);
        Map<String, String> untouched = contents(outside);
        link(name, target);
        inbox.awaitTaken(name);

        assertThat(inbox.failed(name)).isSymbolicLink();
        assertThat(inbox.reasons(name)).singleElement().asString().isEqualTo("a symbolic link: expected a file");
        assertThat(contents(outside)).isEqualTo(untouched);
        assertOthersAreTaken();
        assertNothingToldOf(SECRET);
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
    void aLinkToNothingAndALinkInACircleAreKept() throws Exception {
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
    void aPipeIsKeptWithoutWaitingForItsWriter(String name) throws Exception {
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
    void aSocketIsKept() throws Exception {
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
    void aNameAsLongAsANameCanBeIsTakenAndKept(String letter) throws Exception {
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
    void aFileInThePlaceOfDoneIsToldOnceAndEverythingWaitsUntilItIsGone() throws Exception {
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

    /** A name that is not text in the encoding of the machine cannot be used by a Java program, but others can. */
    @Test
    void aNameThatIsNoTextHoldsUpNobody() throws Exception {
        Process made = new ProcessBuilder("sh", "-c", "printf '{}' > \"$(printf 'a\\377b').json\"")
                .directory(inboxFolder.toFile())
                .start();
        assertThat(made.waitFor()).isZero();

        assertOthersAreTaken();
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsNotReadBeyondItsLimit() throws Exception {
        link("zero.json", Path.of("/dev/zero"));
        inbox.awaitTaken("zero.json");

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
        return contents(inboxFolder.resolve(".done")).size() == done
                && contents(inboxFolder.resolve(".failed")).size() == failed
                && contents(inboxFolder).size() == done + failed;
    }

    private void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(inboxFolder.resolve(name), target);
    }

    /** Files after it in the order of names, so that one that holds them up would be seen. */
    private void assertOthersAreTaken() {
        int taken = requests().size();
        String name = "zz-" + taken + ".json";
        inbox.process(name, event("started", 1, 1000 + taken));
        assertThat(requests()).hasSize(taken + 1);
        assertThat(requests().get(taken).json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .isEqualTo(1000 + taken);
        assertThat(requests()).noneMatch(request -> request.text().contains(":99,"));
    }

    private void assertNothingToldOf(String secret) throws IOException {
        assertThat(contents(program.folder()).values()).noneMatch(content -> content.contains(secret));
        assertThat(requests()).noneMatch(request -> request.text().contains(secret));
    }

    /** @return all files below a folder but the program's own, and what is in them, without following links */
    private static Map<String, String> contents(Path folder, Path... without) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return contents;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> List.of(without).stream().noneMatch(path::startsWith))
                    .toList()) {
                boolean own =
                        Set.of(".lock", ".begun").contains(file.getFileName().toString());
                if (!own && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    contents.put(
                            folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    private static void deleteAll(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException problem) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
