package org.campaignstatus.page;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The counters and gauges of this program as a table: a column for each label, and the value that metrics have. */
final class MetricsTable {

    private static final String OURS = "campaignstatus.";
    private static final String ENDING = "_total";

    private MetricsTable() {}

    static Table of(MeterRegistry registry) {
        List<Meter> meters = registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(OURS))
                .filter(meter -> isCounter(meter) || meter.getId().getType() == Meter.Type.GAUGE)
                .toList();
        List<String> labels = List.copyOf(new TreeSet<>(meters.stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .map(Tag::getKey)
                .toList()));
        Table table = new Table(Stream.of(List.of("metric"), labels, List.of("value"))
                .flatMap(List::stream)
                .toArray(String[]::new));
        meters.stream()
                .map(meter -> row(registry, meter, labels))
                .sorted(Comparator.comparing(row -> row[0].toString()))
                .forEach(table::add);
        return table;
    }

    private static boolean isCounter(Meter meter) {
        return meter.getId().getType() == Meter.Type.COUNTER;
    }

    private static Object[] row(MeterRegistry registry, Meter meter, List<String> labels) {
        Object[] row = new Object[labels.size() + 2];
        String name = meter.getId().getConventionName(registry.config().namingConvention());
        row[0] = isCounter(meter) && !name.endsWith(ENDING) ? name + ENDING : name;
        for (int i = 0; i < labels.size(); i++) {
            row[i + 1] = meter.getId().getTag(labels.get(i));
        }
        for (Measurement measurement : meter.measure()) {
            double value = measurement.getValue();
            row[row.length - 1] = Double.isNaN(value) ? null : (Double) value;
        }
        return row;
    }
}
