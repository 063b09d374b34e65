package org.campaignstatus.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Maven has built: the program as it is shipped, and beside it what measures it. */
final class Build {

    private static final Path FOLDER =
            Path.of(System.getProperty("bench.build")).toAbsolutePath();

    private Build() {}

    /** @return the jar that is started with {@code java -jar} */
    static Path jar() {
        return FOLDER.resolve("campaign-group-status.jar");
    }

    /** @return the tar.gz that operators get */
    static Path distribution() throws IOException {
        try (Stream<Path> made = Files.list(FOLDER)) {
            return made.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** @return the program's class path, with the classes of the benchmark */
    static String program() {
        return FOLDER.resolve("classes") + File.pathSeparator + FOLDER.resolve("lib") + "/*";
    }

    /** @return the collector that the script of the distribution chooses, unless another is to be tried */
    static List<String> collector() {
        return System.getProperty("bench.options", "").contains("GC") ? List.of() : List.of("-XX:+UseSerialGC");
    }

    /** @return the class path of the benchmark itself, with what only the peer and the microbenchmark need */
    static String classPath() {
        return System.getProperty("java.class.path");
    }
}
