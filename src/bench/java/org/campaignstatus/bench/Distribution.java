package org.campaignstatus.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The program as operators unpack it, with the script that starts it. */
final class Distribution {

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    /** An installed Java. @param release such as 17 */
    record Java(int release, Path home) {

        /** @return the Java that runs this, and the newest one that is installed beside it if that is newer */
        static List<Java> thisAndNewest() throws IOException {
            Java own = new Java(
                    Runtime.version().feature(),
                    Path.of(System.getProperty("java.home")).toRealPath());
            try (Stream<Path> beside = Files.list(own.home().getParent())) {
                return Stream.concat(
                                Stream.of(own),
                                beside
                                        .map(home -> new Java(releaseOf(home), home))
                                        .filter(java -> java.release() > own.release())
                                        .max(Comparator.comparing(Java::release))
                                        .stream())
                        .toList();
            }
        }

        private static int releaseOf(Path home) {
            Properties release = new Properties();
            try (InputStream file = Files.newInputStream(home.resolve("release"))) {
                release.load(file);
                return Runtime.Version.parse(release.getProperty("JAVA_VERSION").replace("\"", ""))
                        .feature();
            } catch (IOException e) {
                return 0;
            }
        }
    }

    static Distribution unpackedIn(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run(new ProcessBuilder(
                "tar", "-xzf", Build.distribution().toString(), "-C", folder.toString(), "--strip-components=1"));
        return new Distribution(folder);
    }

    /** Makes the archive of classes, as operators do it once. */
    void makeArchive(Java java) throws IOException, InterruptedException {
        ProcessBuilder script = script(java);
        script.command().add("--archive");
        run(script);
    }

    /** @return the command that becomes the program on that Java */
    ProcessBuilder script(Java java) {
        ProcessBuilder script =
                new ProcessBuilder(home.resolve("bin/campaign-group-status").toString());
        script.environment().put("JAVA_HOME", java.home().toString());
        return script;
    }

    private static void run(ProcessBuilder command) throws IOException, InterruptedException {
        int status = command.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(command.command() + " ended with " + status);
        }
    }
}
