package org.campaignstatus.routefile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.campaignstatus.settings.InvalidSettingException;

/** Looks at the route files before Camel does, which passes over one that is not well-formed and goes on without its route. */
public final class RouteFiles {

    /** The key that says where they are. */
    public static final String KEY = "camel.main.routesIncludePattern";

    private RouteFiles() {}

    /**
     * @param patterns where the route files are, as Camel takes it; separated by commas
     * @throws InvalidSettingException if there are none, or one that Camel would pass over
     * @throws Exception if a file cannot be read
     */
    public static void check(CamelContext context, String patterns) throws Exception {
        for (Map.Entry<String, String> file : read(context, patterns).entrySet()) {
            RouteFile.of(file.getKey(), file.getValue());
        }
    }

    /**
     * @return from the location of each file to what it says now
     * @throws InvalidSettingException if there is none for one of the patterns
     */
    public static SortedMap<String, String> read(CamelContext context, String patterns) throws Exception {
        SortedMap<String, String> texts = new TreeMap<>();
        for (String pattern : patterns.split(",")) {
            Collection<Resource> files =
                    PluginHelper.getPackageScanResourceResolver(context).findResources(pattern.strip());
            if (files.isEmpty()) {
                throw new InvalidSettingException(KEY + " is " + pattern.strip() + ", and there is no such file");
            }
            for (Resource file : files) {
                texts.put(file.getLocation(), text(file));
            }
        }
        return texts;
    }

    private static String text(Resource file) throws IOException {
        try (InputStream in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
