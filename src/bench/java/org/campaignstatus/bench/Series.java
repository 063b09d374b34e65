package org.campaignstatus.bench;

import java.util.ArrayList;
import java.util.List;

/** What was measured of one subject in all rounds. */
final class Series {

    private final String subject;
    private final String unit;
    private final List<Double> values = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
    private long heap;
    private long resident;

    Series(String subject, String unit) {
        this.subject = subject;
        this.unit = unit;
    }

    /** @return one for what is not to be measured */
    static Series warmingUp() {
        return new Series("warming up", "");
    }

    void add(double value) {
        values.add(value);
    }

    void addAll(double[] all) {
        for (double value : all) {
            add(value);
        }
    }

    /** @param micros of processor time for a message */
    void addCpu(double micros) {
        cpu.add(micros);
    }

    /** Takes note of the memory that the process has used up to now. */
    void addMemory(Child process) {
        heap = Math.max(heap, process.heap().peak());
        resident = Math.max(resident, process.resident("VmHWM"));
    }

    /** @return what was measured last, in words */
    String last() {
        return subject + ": " + Page.number(values.get(values.size() - 1)) + " " + unit + ", "
                + Page.number(cpu.get(cpu.size() - 1)) + " µs CPU";
    }

    double median() {
        return median(values);
    }

    double cpu() {
        return median(cpu);
    }

    long heap() {
        return heap;
    }

    private static double median(List<Double> of) {
        List<Double> sorted = of.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** @return a row of a table: subject, unit, median, minimum, maximum, processor time, heap, resident memory */
    String row() {
        return "| %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        subject,
                        unit,
                        Page.number(median()),
                        Page.number(values.stream()
                                .mapToDouble(value -> value)
                                .min()
                                .orElseThrow()),
                        Page.number(values.stream()
                                .mapToDouble(value -> value)
                                .max()
                                .orElseThrow()),
                        cpu.isEmpty() ? "" : Page.number(cpu()),
                        heap == 0 ? "" : heap,
                        resident == 0 ? "" : resident);
    }
}
