package org.campaignstatus.demo;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays a script: each line at its second, by its way in. */
final class Scene {

    /** The way of a line that is told to the visitor. */
    private static final String SAY = "say";

    /** How many of a scene's seconds pass in one. */
    private static final String SPEED = "demo.speed";

    private static final Pattern LINE = Pattern.compile(" *(\\d+) +(\\S+) +(.+)");

    /** One line of the script. */
    private record Step(int second, WaysIn.Way way, String text) {}

    private final List<Step> steps;
    private final long nanosPerSecond;

    Scene(String script, WaysIn waysIn) {
        this.nanosPerSecond = 1_000_000_000L / Math.max(1, Integer.getInteger(SPEED, 1));
        this.steps = Screen.resource(script)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> step(line, waysIn))
                .toList();
    }

    private static Step step(String line, WaysIn waysIn) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a step of a scene: " + line);
        }
        String way = parts.group(2);
        return new Step(
                Integer.parseInt(parts.group(1)),
                way.equals(SAY) ? text -> Screen.line("\n" + text) : shown(way, waysIn.named(way)),
                parts.group(3));
    }

    private static WaysIn.Way shown(String name, WaysIn.Way way) {
        return message -> {
            Screen.cutLine("-> %-16s %s".formatted(name, message));
            way.take(message);
        };
    }

    /** Returns at the end of the scene. */
    void play() throws Exception {
        long begin = System.nanoTime();
        for (Step step : steps) {
            long due = begin + step.second() * nanosPerSecond;
            Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            step.way().take(step.text());
        }
    }
}
