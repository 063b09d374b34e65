package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.campaignstatus.harness.Distribution;
import org.campaignstatus.harness.Distribution.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the start script hands to Java, shown by a Java that only prints it. */
class StartScriptTest {

    private static final String PRINTING = """
            #!/bin/sh
            echo "in $PWD"
            for argument in "$@"; do echo "<$argument>"; done
            """;

    @TempDir
    Path folder;

    private Path home;
    private Path java;
    private ProcessBuilder command;

    @BeforeEach
    void aDistributionInAFolderWithASpace() throws IOException {
        home = Files.createDirectories(folder.resolve("opt/campaign group"));
        Path script = Files.createDirectory(home.resolve("bin")).resolve("campaign-group-status");
        Files.copy(Path.of("src/dist/bin/campaign-group-status"), script);
        java = java("jdk 21", "21.0.4");
        command = new ProcessBuilder(script.toString()).directory(folder.toFile());
        command.environment().keySet().removeIf(name -> name.startsWith("CAMPAIGN") || name.startsWith("JAVA"));
        command.environment().put("JAVA_HOME", java.toString());
    }

    /** @return the folder of a Java of that version, which has only the parts that the script looks at */
    private Path java(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        executable(Files.createDirectories(jdk.resolve("bin")).resolve("java"), PRINTING);
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theProgramRunsInTheFolderOfTheDistributionWithTheArgumentsAsTheyAre() {
        command.command().add("--send me");
        command.command().add("*");
        assertThat(Distribution.run(command))
                .isEqualTo(new Ended(
                        0,
                        "in %1$s\n<-XX:+UseSerialGC>\n<-XX:TieredStopAtLevel=1>\n<-XX:+ExitOnOutOfMemoryError>\n<-Xms32m>\n<-jar>\n<%1$s/campaign-group-status.jar>\n<--send me>\n<*>\n"
                                .formatted(home)));
    }

    /** A shell in between would get the signal to end, and keep it to itself. */
    @Test
    void theScriptBecomesTheVirtualMachine() throws Exception {
        executable(java.resolve("bin/java"), "#!/bin/sh\necho $$\n");
        Process process = command.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(told.strip()).isEqualTo(Long.toString(process.pid()));
    }

    @Test
    void aLinkToTheScriptIsFollowed() throws IOException {
        Path links = Files.createDirectory(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("second"), home.resolve("bin/campaign-group-status"));
        Files.createSymbolicLink(links.resolve("first"), Path.of("second"));
        command.command(links.resolve("first").toString());
        assertThat(Distribution.run(command).output()).startsWith("in " + home + "\n");
    }

    @Test
    void anotherFolderIsTheProgramsIfTheEnvironmentSaysSo() throws IOException {
        Path etc = Files.createDirectory(folder.resolve("etc etc"));
        command.environment().put("CAMPAIGN_GROUP_STATUS_FOLDER", "etc etc");
        assertThat(Distribution.run(command).output())
                .startsWith("in " + etc + "\n")
                .contains("<" + home + "/campaign-group-status.jar>");
    }

    @Test
    void optionsOfTheVirtualMachineComeAfterTheScriptsOwn() {
        command.environment().put("JAVA_OPTS", "-Xmx1g -Da=b");
        assertThat(Distribution.run(command).output())
                .contains(
                        "<-XX:+UseSerialGC>\n<-XX:CompileThresholdScaling=3>\n<-XX:+ExitOnOutOfMemoryError>\n<-Xms32m>\n<-Xmx1g>\n<-Da=b>\n<-jar>");
    }

    @Test
    void anotherCollectorTakesThePlaceOfTheScripts() {
        command.environment().put("JAVA_OPTS", "-Xmx1g -XX:+UseZGC");
        assertThat(Distribution.run(command).output())
                .contains("<-Xmx1g>\n<-XX:+UseZGC>\n")
                .doesNotContain("Serial");
    }

    @Test
    void anArchiveOfThatVeryJavaIsUsed() throws IOException {
        Path cache = Files.createDirectory(home.resolve("cache"));
        Files.createFile(cache.resolve("java-21.0.3.jsa"));
        assertThat(Distribution.run(command).output()).doesNotContain("Archive");
        Path archive = Files.createFile(cache.resolve("java-21.0.4.jsa"));
        assertThat(Distribution.run(command).output())
                .contains("<-XX:SharedArchiveFile=" + archive + ">\n<-Xlog:cds*=off>\n<-jar>");
    }

    @Test
    void fromJava25OnTheArchiveIsAnotherOne() throws IOException {
        command.environment().put("JAVA_HOME", java("jdk 25", "25.0.1").toString());
        Path cache = Files.createDirectory(home.resolve("cache"));
        Files.createFile(cache.resolve("java-25.0.1.jsa"));
        Path archive = Files.createFile(cache.resolve("java-25.0.1.aot"));
        assertThat(Distribution.run(command).output())
                .contains("<-XX:AOTCache=" + archive + ">\n<-Xlog:aot*=off,cds*=off>\n<-jar>");
    }

    @Test
    void anArchiveThatCannotBeMadeIsReportedWithTheOutputOfJava() throws IOException {
        executable(java.resolve("bin/java"), "#!/bin/sh\necho 'no archive today' >&2\n");
        command.command().add("--archive");
        assertThat(Distribution.run(command))
                .isEqualTo(new Ended(1, "no archive today\nCannot start: Java 21.0.4 made no archive\n"));
        assertThat(home.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void aCacheThatCannotBeMadeIsNamed() throws IOException {
        Files.createFile(home.resolve("cache"));
        command.command().add("--archive");
        assertRejected(home + "/cache cannot be made");
    }

    /** Java says the names of files in the encoding of the locale, and cannot say others. */
    @ParameterizedTest
    @CsvSource({
        ",C.UTF-8",
        "C,C.UTF-8",
        "POSIX,C.UTF-8",
        "de_DE@euro,C.UTF-8",
        "de_DE.UTF-8,de_DE.UTF-8",
        "C.utf8,C.utf8"
    })
    void namesOfFilesAreUtf8WhateverTheLocale(String locale, String expected) throws IOException {
        executable(java.resolve("bin/java"), "#!/bin/sh\necho \"${LC_ALL:-$LANG}\"\n");
        List.of("LC_ALL", "LC_CTYPE", "LANG").forEach(command.environment()::remove);
        if (locale != null) {
            command.environment().put("LANG", locale);
        }
        assertThat(Distribution.run(command).output()).isEqualTo(expected + "\n");
    }

    @Test
    void theCLibraryHasFewPoolsUnlessTheSiteSaysHowMany() throws IOException {
        executable(java.resolve("bin/java"), "#!/bin/sh\necho $MALLOC_ARENA_MAX\n");
        command.environment().remove("MALLOC_ARENA_MAX");
        assertThat(Distribution.run(command).output()).isEqualTo("2\n");
        command.environment().put("MALLOC_ARENA_MAX", "8");
        assertThat(Distribution.run(command).output()).isEqualTo("8\n");
    }

    @Test
    void whatIsWrongIsSaidWhereErrorsAreAndNowhereElse() throws Exception {
        command.environment().put("JAVA_HOME", "/nowhere");
        Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isEqualTo(1);
    }

    /** What it would print would become a part of a path. */
    @Test
    void aSearchPathForFoldersDoesNotCount() {
        command.environment().put("CDPATH", folder.toString());
        command.command("opt/campaign group/bin/campaign-group-status");
        assertThat(Distribution.run(command).output()).contains("<" + home + "/campaign-group-status.jar>");
    }

    @Test
    void withoutJavaHomeTheJavaOfThePathIsUsed() throws IOException {
        command.environment().remove("JAVA_HOME");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), java.resolve("bin/java"));
        command.environment().put("PATH", bin + ":/usr/bin:/bin");
        Files.createDirectory(home.resolve("cache"));
        Path archive = Files.createFile(home.resolve("cache/java-21.0.4.jsa"));
        assertThat(Distribution.run(command).output()).contains(archive.toString());
    }

    /** As those of a version manager are. */
    @Test
    void aLinkToWhatGoesByTheNameOfJavaIsRunByThatName() throws IOException {
        command.environment().remove("JAVA_HOME");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        executable(folder.resolve("manager"), """
                #!/bin/sh
                [ "${0##*/}" = java ] || exit 3
                [ "$1" = -version ] && echo 'openjdk version "21.0.4" 2024-07-16' >&2 || echo "$0"
                """);
        Files.createSymbolicLink(bin.resolve("java"), folder.resolve("manager"));
        command.environment().put("PATH", bin + ":/usr/bin:/bin");
        assertThat(Distribution.run(command)).isEqualTo(new Ended(0, bin + "/java\n"));
    }

    @Test
    void withoutAnyJavaOneLineSaysSo() throws IOException {
        command.environment().remove("JAVA_HOME");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : new String[] {"sed", "dirname", "readlink"}) {
            executable(
                    bin.resolve(tool),
                    "#!/bin/sh\nexec " + Path.of("/bin", tool).toRealPath() + " \"$@\"\n");
        }
        command.environment().put("PATH", bin.toString());
        assertRejected("there is no Java: expected 17 or newer, in JAVA_HOME or on the PATH");
    }

    @Test
    void aWrongJavaHomeIsNamed() {
        command.environment().put("JAVA_HOME", "/nowhere");
        assertRejected("JAVA_HOME is '/nowhere', which has no bin/java: expected a Java 17 or newer");
    }

    @Test
    void anOldJavaIsNamed() throws IOException {
        Path old = java("jdk8", "1.8.0_402");
        command.environment().put("JAVA_HOME", old.toString());
        assertRejected(old + "/bin/java is Java 1.8.0_402: expected 17 or newer");
    }

    @Test
    void anOldJavaThatHasNoFileOfItsVersionIsAsked() throws IOException {
        Path old = java("jdk11", "");
        Files.delete(old.resolve("release"));
        executable(old.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        command.environment().put("JAVA_HOME", old.toString());
        assertRejected(old + "/bin/java is Java 11.0.2: expected 17 or newer");
    }

    @Test
    void aFolderThatIsNoneIsNamed() {
        command.environment().put("CAMPAIGN_GROUP_STATUS_FOLDER", "/nowhere");
        assertRejected("CAMPAIGN_GROUP_STATUS_FOLDER is '/nowhere': expected a folder");
    }

    private void assertRejected(String reason) {
        assertThat(Distribution.run(command)).isEqualTo(new Ended(1, "Cannot start: " + reason + "\n"));
    }
}
