package org.campaignstatus.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Content that somebody hands in who means no good, or whose program is broken; and what reading it has cost. */
public final class Hostile {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\"a\"",
            ":",
            ",",
            "\n",
            "\r",
            " ",
            "\\",
            "\\u0000",
            "\\uD800",
            "\\u00",
            "\u0000",
            "\u0007",
            "\uFEFF",
            "\u2028",
            "é",
            "日",
            "😀",
            "null",
            "true",
            "fals",
            "0",
            "-",
            "-0",
            "1.",
            "1e",
            "1e999999999",
            "99999999999999999999",
            "0.1e-999",
            "NaN",
            "//",
            "/*",
            "'",
            "{}",
            "[]",
            "{\"a\":",
            "[[",
            "{{jms.password}}",
            "${body}",
            "\"event\":\"loaded\"",
            "\"campaignGroup\":124",
            "\"campaignGroup\":{",
            "\"time\":\"2026-",
            "\"time\":\"0000-01-01T00:00:00+18:00\"",
            "\"time\":\"0001-01-01T00:00:00Z\"",
            "\"time\":\"9999-12-31T23:59:59.999999999-18:00\"",
            "\"time\":\"2262-04-11T23:47:17Z\"",
            "T24:00:00Z",
            "-18:01",
            "\"id\":\"\\uD800\"",
            "\"id\":\"\\uDC00\\uD800\"",
            "\"id\":\"\\uD83D\\uDE00\"",
            "\"id\":",
            "\"actor\":",
            "\"values\":{",
            "\"counters\":{",
            "\"callingLists\":[{",
            "\"dbid\":201",
            "\"campaignGroups\":[{",
            "\"options\":{",
            "\"campaigngroup-states-uri\":\"http://",
            "\"hitRatio\":1",
            "\"attempts\":9007199254740993");

    private Hostile() {}

    /** @return bytes of no meaning, tokens in any order, and good texts that have been tampered with */
    public static Arbitrary<byte[]> contents(String... good) {
        return Arbitraries.oneOf(bytes(), tokens(40).map(Hostile::utf8), tampered(good));
    }

    private static Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    }

    /** @return up to so many tokens in any order, good for nothing or nearly good */
    public static Arbitrary<String> tokens(int most) {
        return Arbitraries.of(TOKENS).list().ofMinSize(1).ofMaxSize(most).map(list -> String.join("", list));
    }

    private static Arbitrary<byte[]> tampered(String... good) {
        Arbitrary<Function<String, String>> change = Combinators.combine(
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.of(TOKENS).list().ofMaxSize(2))
                .as((at, length, put) -> text -> {
                    int from = at % (text.length() + 1);
                    int to = Math.min(text.length(), from + length);
                    return text.substring(0, from) + String.join("", put) + text.substring(to);
                });
        return Combinators.combine(Arbitraries.of(good), change.list().ofMaxSize(4))
                .as((text, changes) -> {
                    String changed = text;
                    for (Function<String, String> one : changes) {
                        changed = one.apply(changed);
                    }
                    return utf8(changed);
                });
    }

    /** @return the token sequence again and again, up to that size */
    public static byte[] repeated(String tokens, int size) {
        return utf8(tokens.repeat(1 + size / tokens.length()));
    }

    /** @return an object of names of which the parser's table cannot tell one from the other by their hashes */
    public static byte[] collidingNames(int bits) {
        return utf8(IntStream.range(0, 1 << bits)
                .mapToObj(number -> IntStream.range(0, bits)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Bb" : "CA")
                        .collect(Collectors.joining("", "\"", "\":0")))
                .collect(Collectors.joining(",", "{", "}")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @return the bytes that this thread has allocated for the task */
    public static long allocatedBy(Task task) throws Exception {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        task.run();
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    /** Something that is measured. */
    public interface Task {
        void run() throws Exception;
    }
}
