package org.campaignstatus.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The route files that are shipped. */
public final class ShippedRoutes {

    private static final Path FOLDER = Path.of("routes");

    private ShippedRoutes() {}

    /** Copies all of them into a folder, which need not exist. */
    public static void copyTo(Path folder) {
        try (Stream<Path> routes = Files.list(FOLDER)) {
            Files.createDirectories(folder);
            for (Path route : routes.toList()) {
                Files.copy(route, folder.resolve(route.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return what a file of them says */
    public static String text(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }
}
