package org.campaignstatus.runtime;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Appends the jars of {@code ext/} in the working directory to the class path, sorted by name: components and languages of
 * Camel, JMS clients, JDBC drivers. The manifest names this class as {@code Launcher-Agent-Class}, so {@code java -jar} calls
 * it before {@code main}; the class path that a class archive was made for stays as it was.
 */
public final class ExtensionJars {

    private static final Path FOLDER = Path.of("ext");

    private ExtensionJars() {}

    /** Ends the virtual machine with status 1, after a line, if a jar cannot be opened. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        for (Path jar : jars()) {
            try {
                // stays open: the class loader reads from it
                instrumentation.appendToSystemClassLoaderSearch(new JarFile(jar.toFile()));
            } catch (IOException e) {
                fail(jar + " is no jar that can be read: " + e.getMessage());
            }
        }
    }

    private static List<Path> jars() {
        if (!Files.exists(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            fail(FOLDER + " cannot be read: expected a folder with jars");
            return List.of();
        }
    }

    private static void fail(String problem) {
        System.err.println("Cannot start: " + problem);
        System.exit(1);
    }
}
