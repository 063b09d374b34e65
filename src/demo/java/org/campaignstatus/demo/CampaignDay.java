package org.campaignstatus.demo;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays the script {@code campaign-day.txt}: each line at its second, by its way in. */
final class CampaignDay {

    /** The way of a line that is told to the visitor. */
    private static final String SAY = "say";

    /** How many of the day's seconds pass in one. */
    private static final String SPEED = "demo.speed";

    private static final Pattern LINE = Pattern.compile(" *(\\d+) +(\\S+) +(.+)");

    /** One line of the script. */
    private record Step(int second, WaysIn.Way way, String text) {}

    private final List<Step> steps;
    private final long nanosPerSecond;
    private final Thread player = new Thread(this::play, "campaign day");
    private final Runnable afterwards;

    /** @param afterwards what is done when the day is over */
    CampaignDay(WaysIn waysIn, Runnable afterwards) {
        this.afterwards = afterwards;
        this.nanosPerSecond = 1_000_000_000L / Math.max(1, Integer.getInteger(SPEED, 1));
        this.steps = Screen.resource("campaign-day.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> step(line, waysIn))
                .toList();
    }

    private static Step step(String line, WaysIn waysIn) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a step of the campaign day: " + line);
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

    void begin() {
        player.setDaemon(true);
        player.start();
    }

    /** Ends the day, however late it is. */
    void end() {
        player.interrupt();
    }

    private void play() {
        long begin = System.nanoTime();
        try {
            for (Step step : steps) {
                long due = begin + step.second() * nanosPerSecond;
                Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                step.way().take(step.text());
            }
            afterwards.run();
        } catch (InterruptedException e) {
            // the demo is being stopped
        } catch (Exception e) {
            Screen.line("!! The campaign day ends early: " + e);
        }
    }
}
