package org.campaignstatus.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.campaignstatus.runtime.ClassArchiveTraining;

/**
 * The program's classes as a jar, and the archive of loaded classes that the distribution makes, too: a start with it takes
 * about half the processor time. Made once for all tests, and anew when a class or the class path changes. To make it takes
 * as long as ten starts save, so few tests are quicker with the system property {@code tests.archive=false}.
 */
public final class ProgramArchive {

    private static final Path CLASSES = Path.of(URI.create(ClassArchiveTraining.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toString()));

    private final Path folder = CLASSES.resolveSibling("test-program").resolve("java-" + Runtime.version());
    private final Path jar = folder.resolve("program.jar");
    private final Path archive = folder.resolve("classes.jsa");
    private final Path stamp = folder.resolve("made-of");

    /** @return {@code java} and its options up to the class path of the program, which has no class of a test */
    public static List<String> command() {
        return Made.COMMAND;
    }

    /** @return the same for a program of a test, which takes the classes that it has in common with ours from the archive, too */
    public static List<String> commandWithTests() {
        List<String> command = new ArrayList<>(command());
        String tests = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        command.set(command.size() - 1, command.get(command.size() - 1) + File.pathSeparator + tests);
        return command;
    }

    /** Made when the first test of this virtual machine asks. */
    private static final class Made {
        static final List<String> COMMAND =
                System.getProperty("tests.archive", "true").equals("true")
                        ? new ProgramArchive().make()
                        : java("-Xshare:auto", classPath(CLASSES));
    }

    private List<String> make() {
        try {
            Files.createDirectories(folder);
            // closing it ends the lock
            try (FileChannel others =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                others.lock();
                String madeOf = madeOf();
                if (!Files.exists(stamp) || !Files.readString(stamp).equals(madeOf)) {
                    writeJar();
                    train();
                    Files.writeString(stamp, madeOf);
                }
                return java("-XX:SharedArchiveFile=" + archive, classPath(jar));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> java(String archiveOption, String classPath) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                archiveOption,
                "-Xlog:cds*=off",
                "-cp",
                classPath);
    }

    /** @param classes where the program's are */
    private static String classPath(Path classes) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).equals(CLASSES) ? classes.toString() : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String madeOf() throws IOException {
        StringBuilder all = new StringBuilder(classPath(jar));
        try (Stream<Path> classes = Files.walk(CLASSES)) {
            for (Path file : classes.filter(Files::isRegularFile).sorted().toList()) {
                all.append('\n').append(file).append(' ').append(Files.getLastModifiedTime(file));
            }
        }
        return all.toString();
    }

    private void writeJar() {
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        int status = tool.run(System.out, System.err, "-cf", jar.toString(), "-C", CLASSES.toString(), ".");
        if (status != 0) {
            throw new IllegalStateException("The jar tool cannot write " + jar);
        }
    }

    private void train() throws IOException {
        Files.deleteIfExists(archive);
        List<String> command = new ArrayList<>(java("-XX:ArchiveClassesAtExit=" + archive, classPath(jar)));
        command.addAll(List.of(ClassArchiveTraining.class.getName(), "routes", "samples"));
        Tool training = Tool.run("", command.toArray(String[]::new));
        if (training.status() != 0) {
            throw new IllegalStateException("The program's classes were not archived: " + training.output());
        }
    }
}
