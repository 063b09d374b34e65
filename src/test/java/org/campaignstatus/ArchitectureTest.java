package org.campaignstatus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds each package to its purpose. */
class ArchitectureTest {

    private static final String ROOT = "org.campaignstatus";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** From each package to those of ours that it may depend on. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("", Set.of("cli")),
            Map.entry(
                    "cli",
                    Set.of(
                            "configuration",
                            "delivery",
                            "dialing",
                            "http",
                            "inbox",
                            "input",
                            "jms",
                            "notification",
                            "routefile",
                            "runtime",
                            "settings",
                            "util")),
            Map.entry("configuration", Set.of("dialing", "input", "settings")),
            Map.entry("database", Set.of("configuration", "dialing", "lane", "lifecycle", "util")),
            Map.entry("delivery", Set.of("configuration", "input", "lifecycle", "notification", "settings", "util")),
            Map.entry("dialing", Set.of("input")),
            Map.entry("health", Set.of("jms", "util")),
            Map.entry("http", Set.of("configuration", "delivery", "input", "notification", "routing", "settings")),
            Map.entry("inbox", Set.of("input", "util")),
            Map.entry("ingest", Set.of("dialing", "inbox", "input", "lifecycle", "settings", "statistics", "util")),
            Map.entry("input", Set.of("util")),
            Map.entry("jms", Set.of("input", "lifecycle", "settings", "util")),
            Map.entry("lane", Set.of("lifecycle")),
            Map.entry("lifecycle", Set.of("configuration", "dialing", "input")),
            Map.entry(
                    "metrics",
                    Set.of("configuration", "delivery", "input", "lane", "lifecycle", "notification", "statistics")),
            Map.entry("notification", Set.of("configuration", "dialing", "lifecycle", "settings", "statistics")),
            Map.entry(
                    "page",
                    Set.of(
                            "configuration",
                            "database",
                            "delivery",
                            "dialing",
                            "input",
                            "lifecycle",
                            "metrics",
                            "notification",
                            "settings",
                            "statistics",
                            "util")),
            Map.entry("reload", Set.of("health", "lane", "metrics", "routefile", "runtime", "util")),
            Map.entry("routefile", Set.of("settings")),
            Map.entry("routing", Set.of("delivery", "lifecycle", "notification")),
            Map.entry(
                    "runtime",
                    Set.of(
                            "configuration",
                            "database",
                            "delivery",
                            "health",
                            "http",
                            "inbox",
                            "input",
                            "ingest",
                            "jms",
                            "lane",
                            "lifecycle",
                            "metrics",
                            "notification",
                            "page",
                            "routefile",
                            "routing",
                            "settings",
                            "snapshot",
                            "statistics",
                            "util")),
            Map.entry("settings", Set.of("util")),
            Map.entry(
                    "snapshot",
                    Set.of("configuration", "dialing", "input", "lifecycle", "settings", "statistics", "util")),
            Map.entry("statistics", Set.of("input", "util")),
            Map.entry("util", Set.of()));

    @Test
    void aPackageDependsOnNothingButWhatItMay() {
        Map<String, Set<String>> actual = CLASSES.stream()
                .collect(Collectors.groupingBy(
                        ArchitectureTest::room,
                        Collectors.flatMapping(ArchitectureTest::dependencies, Collectors.toCollection(TreeSet::new))));
        assertThat(actual).isEqualTo(ALLOWED);
    }

    private static Stream<String> dependencies(JavaClass one) {
        return one.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(target -> target.getPackageName().startsWith(ROOT))
                .map(ArchitectureTest::room)
                .filter(room -> !room.equals(room(one)));
    }

    private static String room(JavaClass one) {
        return one.getPackageName().equals(ROOT) ? "" : one.getPackageName().substring(ROOT.length() + 1);
    }

    @Test
    void packagesHaveNoCircles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theDomainKnowsNoCamel() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".lifecycle",
                        ROOT + ".configuration",
                        ROOT + ".statistics",
                        ROOT + ".dialing",
                        ROOT + ".notification")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(CLASSES);
    }

    @Test
    void liveReloadCanBeRemoved() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".reload")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".reload")
                .check(CLASSES);
    }

    @Test
    void theRootPackageHoldsTheMainClassAndNothingElse() {
        List<String> names = CLASSES.stream()
                .filter(one -> one.getPackageName().equals(ROOT))
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info"))
                .toList();
        assertThat(names).containsExactly("CampaignGroupStatus");
    }

    @Test
    void noTypeNameStandsTwice() {
        Map<String, Long> names = CLASSES.stream()
                .filter(one -> one.isTopLevelClass())
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info"))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        assertThat(names).allSatisfy((name, times) -> assertThat(times).as(name).isEqualTo(1));
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages)
                .allSatisfy(name -> assertThat(Files.isRegularFile(
                                Path.of("src/main/java", name.replace('.', '/'), "package-info.java")))
                        .as(name)
                        .isTrue());
    }
}
