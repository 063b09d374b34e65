package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client whose factory can be made, and which needs a class of another jar for its first connection. */
class VendorClientTest {

    @TempDir
    Path folder;

    @BeforeEach
    void compile() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("vendor"));
        Files.writeString(
                sources.resolve("Factory.java"),
                "package vendor; public class Factory { void connect() { new Connection().open(); } }");
        Files.writeString(
                sources.resolve("Connection.java"),
                "package vendor; class Connection { int[][] numbers; Part[] parts;"
                        + " void open() { parts = new Part[1]; Object o = java.util.List.of(numbers); } }");
        Files.writeString(sources.resolve("Part.java"), "package vendor; class Part {}");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        sources.resolve("Factory.java").toString(),
                        sources.resolve("Connection.java").toString(),
                        sources.resolve("Part.java").toString());
        assertThat(status).isZero();
    }

    @Test
    void aClassThatIsNeededForTheFirstConnectionAndIsNotThereIsNamed() throws Exception {
        assertThat(missing(jar("client.jar", "Factory", "Connection"))).contains("vendor.Part");
    }

    @Test
    void nothingIsMissingOnceItsJarIsThere() throws Exception {
        assertThat(missing(jar("client.jar", "Factory", "Connection"), jar("parts.jar", "Part")))
                .isEmpty();
    }

    @Test
    void artemissOwnClientIsWhole() {
        assertThat(VendorClient.missingClass(ActiveMQConnectionFactory.class)).isEmpty();
    }

    private Path jar(String name, String... classes) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String one : classes) {
                zip.putNextEntry(new ZipEntry("vendor/" + one + ".class"));
                Files.copy(folder.resolve("vendor/" + one + ".class"), zip);
            }
        }
        return jar;
    }

    private static Optional<String> missing(Path... jars) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
            return VendorClient.missingClass(loader.loadClass("vendor.Factory"));
        }
    }
}
