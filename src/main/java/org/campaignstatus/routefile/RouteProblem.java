package org.campaignstatus.routefile;

/**
 * Something that keeps a file from being used.
 *
 * @param location the file, as Camel names it
 * @param line where in it, from 1; 0 if that is not known
 * @param text what is wrong, and what was expected
 */
public record RouteProblem(String location, int line, String text) {

    /** A problem of a text that says its place already. */
    public static RouteProblem placed(String location, String text) {
        return new RouteProblem(location, -1, text);
    }

    @Override
    public String toString() {
        String name = RouteFile.name(location);
        return line < 0 ? text : line == 0 ? name + ": " + text : name + ", line " + line + ": " + text;
    }
}
