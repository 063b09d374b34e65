package org.campaignstatus.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page that a run writes: what was to be reached, and every figure behind it. */
final class Page {

    private static final String HEADER = """
            # Benchmarks

            Written by `mvn -Pbench`; see CONTRIBUTING.md. Receiver, broker and program are processes of
            their own on one machine. What is compared was run alternately, in one run. What the
            receiver got was checked: number, order for each campaign group, and every body. CPU is
            the subject's own processor time for a message, heap and RSS its peaks; heap is limited
            to 256 MiB and collected as the script of the distribution has it, unless a row says
            otherwise. The remarks at the end are written by hand, and stay when a run writes the
            page anew.
            """;

    private static final String REMARKS = "## Remarks";

    private final boolean judges;
    private final List<String> targets = new ArrayList<>();
    private final List<String> works = new ArrayList<>();

    /** @param judges whether figures mean something, so that they can be held against targets */
    Page(boolean judges) {
        this.judges = judges;
    }

    /** @return digits that mean something */
    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    void target(String work, String target, String reached, boolean isReached) {
        if (!judges) {
            return;
        }
        targets.add("| %s | %s | %s | %s |".formatted(work, target, reached, isReached ? "yes" : "**no**"));
        System.out.println("   " + target + ": " + reached + (isReached ? "" : " (not reached)"));
    }

    /** @param how what is done, in a sentence */
    void work(String title, String how, List<Series> subjects) {
        works.add("\n## " + title + "\n\n" + how + "\n\n"
                + "| subject | unit | median | minimum | maximum | CPU µs | heap MiB | RSS MiB |\n"
                + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        subjects.forEach(subject -> {
            works.add(subject.row());
            System.out.println("   " + subject.row());
        });
    }

    /** Writes the page, but for the remarks at its end, which are not a run's to make and stay. */
    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        lines.add(machine());
        lines.add("\n| work | target | reached | ok |\n| --- | --- | --- | --- |");
        lines.addAll(targets);
        lines.addAll(works);
        lines.addAll(remarks(file));
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    private static List<String> remarks(Path file) throws IOException {
        List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
        int remarks = before.indexOf(REMARKS);
        return remarks < 0 ? List.of("", REMARKS, "", "None yet.") : before.subList(remarks - 1, before.size());
    }

    private static String machine() throws IOException {
        Path processors = Path.of("/proc/cpuinfo");
        String model = !Files.exists(processors)
                ? System.getProperty("os.arch")
                : Files.readAllLines(processors).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*: ", ""))
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
        return ("%s. %d cores (%s), load %.1f at the end; %s %s; Java %s. "
                        + "Apache Camel %s, Apache HttpClient %s, Spring Integration %s.")
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        model,
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"),
                        version(org.apache.camel.CamelContext.class),
                        version(org.apache.hc.client5.http.classic.HttpClient.class),
                        version(org.springframework.integration.core.GenericHandler.class));
    }

    private static String version(Class<?> of) {
        return of.getPackage().getImplementationVersion();
    }
}
