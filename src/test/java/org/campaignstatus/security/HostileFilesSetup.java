package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A program whose inbox is made anew for each test, and what is inside and outside of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileFilesSetup {

    static final String STATISTICS = "{\"campaignGroup\":1,\"values\":{\"hitRatio\":0.5}}";

    @TempDir
    static Path folder;

    final Receiver receiver = Receiver.start();
    Program program;
    InboxFolder inbox;
    Path inboxFolder;
    Path outside;
    int before;

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
    List<Receiver.Request> requests() {
        return receiver.requests().subList(before, receiver.requests().size());
    }

    @AfterAll
    void stop() {
        program.close();
        receiver.close();
    }

    void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(inboxFolder.resolve(name), target);
    }

    /** Files after it in the order of names, so that one that holds them up would be seen. */
    void assertOthersAreTaken() {
        int taken = requests().size();
        String name = "zz-" + taken + ".json";
        inbox.process(name, event("started", 1, 1000 + taken));
        assertThat(requests()).hasSize(taken + 1);
        assertThat(requests().get(taken).json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .isEqualTo(1000 + taken);
        assertThat(requests()).noneMatch(request -> request.text().contains(":99,"));
    }

    /** @return all files below a folder but the program's own, and what is in them, without following links */
    static Map<String, String> contents(Path folder, Path... without) throws IOException {
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

    static void deleteAll(Path folder) throws IOException {
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
