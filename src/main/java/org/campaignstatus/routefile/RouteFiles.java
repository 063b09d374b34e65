package org.campaignstatus.routefile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.campaignstatus.settings.FileProblem;
import org.campaignstatus.settings.InvalidSettingException;

/** Reads the route files before Camel does, which ignores one that is not well-formed and starts without its route. */
public final class RouteFiles {

    /** The key that says where they are. */
    public static final String KEY = "camel.main.routesIncludePattern";

    private RouteFiles() {}

    /**
     * @return from the location of each route file to its text now
     * @throws InvalidSettingException if {@link #KEY} names a file that does not exist, or its patterns match none, or one
     *     cannot be read or is not UTF-8
     */
    public static SortedMap<String, String> read(CamelContext context) throws Exception {
        SortedMap<String, String> unreadable = new TreeMap<>();
        SortedMap<String, String> texts = read(context, unreadable);
        if (!unreadable.isEmpty()) {
            throw new InvalidSettingException(unreadable.get(unreadable.firstKey()));
        }
        return texts;
    }

    /**
     * As the other one, for whoever can do without some of them.
     *
     * @param unreadable gets, from the location of each file that cannot be read to the reason; and {@link #KEY} if what it
     *     names does not exist
     */
    public static SortedMap<String, String> read(CamelContext context, Map<String, String> unreadable)
            throws Exception {
        SortedMap<String, String> texts = new TreeMap<>();
        String patterns = context.resolvePropertyPlaceholders("{{" + KEY + "}}");
        for (String pattern : patterns.split(",")) {
            Collection<Resource> files = find(context, pattern);
            if (files.isEmpty() && !pattern.contains("*")) {
                unreadable.put(KEY, none(pattern.strip()));
            }
            for (Resource file : files) {
                read(file, texts, unreadable);
            }
        }
        if (texts.isEmpty() && unreadable.isEmpty()) {
            unreadable.put(KEY, none(patterns));
        }
        return texts;
    }

    /**
     * @param read the locations of the files that {@link #read} has read
     * @return the files in YAML beside those in XML that no pattern of {@link #KEY} matches
     */
    public static List<RouteProblem> ignored(CamelContext context, Set<String> read) throws Exception {
        String patterns = context.resolvePropertyPlaceholders("{{" + KEY + "}}");
        List<RouteProblem> problems = new ArrayList<>();
        for (String pattern : patterns.split(",")) {
            for (Resource file : find(context, pattern.replaceFirst("[.]xml\\s*$", ".y*ml"))) {
                if (!read.contains(file.getLocation())) {
                    problems.add(new RouteProblem(
                            file.getLocation(), 0, "no routes are loaded from it: " + KEY + " is " + patterns));
                }
            }
        }
        return problems;
    }

    private static Collection<Resource> find(CamelContext context, String pattern) throws Exception {
        return PluginHelper.getPackageScanResourceResolver(context).findResources(pattern.strip());
    }

    private static String none(String pattern) {
        return KEY + " is " + pattern + ", and there is no such file";
    }

    /**
     * @param texts from the location of each file to its text
     * @param files gets the files that are valid
     * @return what is wrong with the others
     */
    public static List<RouteProblem> parse(Map<String, String> texts, Collection<RouteFile> files) throws IOException {
        List<RouteProblem> problems = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            try {
                files.add(RouteFile.of(text.getKey(), text.getValue()));
            } catch (InvalidSettingException e) {
                problems.add(RouteProblem.placed(text.getKey(), e.getMessage()));
            }
        }
        return problems;
    }

    /** @return whether other routes call a route, so that it is no source */
    public static boolean isCalled(Route route) {
        return isCalled(route.getEndpoint().getEndpointKey());
    }

    /** @param from the URI of a route's input */
    static boolean isCalled(String from) {
        return from.startsWith("direct:");
    }

    /** An encoding that the file declares would count at the start only: an edit is loaded from its text. */
    private static void read(Resource file, Map<String, String> texts, Map<String, String> unreadable) {
        String location = file.getLocation();
        try (InputStream in = file.getInputStream()) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
            texts.put(
                    location, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (IOException e) {
            unreadable.put(
                    location, FileProblem.of(e).orElseGet(() -> FileProblem.of((Object) RouteFile.name(location), e)));
        }
    }
}
