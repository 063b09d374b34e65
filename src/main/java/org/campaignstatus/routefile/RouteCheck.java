package org.campaignstatus.routefile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PatternHelper;
import org.apache.camel.support.PluginHelper;

/**
 * Adds the routes of route files to a Camel context without starting them, and collects what Camel rejects, and what it
 * ignores. For one use.
 */
public final class RouteCheck {

    private final CamelContext context;

    /** In the order of the files. */
    private final List<RouteProblem> problems = new ArrayList<>();

    private final Map<RouteFile, RouteBuilder> builders = new LinkedHashMap<>();

    /** @param context a started one without routes */
    public RouteCheck(CamelContext context) {
        this.context = context;
    }

    /**
     * @param texts from the location of each file to its text
     * @return everything that is wrong with the files, taken together
     */
    public List<RouteProblem> problems(Map<String, String> texts) throws Exception {
        Collection<RouteFile> files = new ArrayList<>();
        problems.addAll(RouteFiles.parse(texts, files));
        return problems(files);
    }

    /** @return everything that is wrong with the files, taken together */
    public List<RouteProblem> problems(Collection<RouteFile> files) {
        files.forEach(this::parse);
        findSameIds();
        builders.forEach(this::addConfigurations);
        findMissingPolicies();
        builders.forEach(this::addRoutes);
        if (problems.isEmpty()) {
            findMissingRoutes(files);
            problems.addAll(DynamicEndpoints.missing(context));
        }
        return List.copyOf(problems);
    }

    /** @return what has no effect in files in which nothing is wrong */
    public List<RouteProblem> warnings() {
        return problems.isEmpty() ? RouteWarnings.of(context, builders.keySet()) : List.of();
    }

    private void parse(RouteFile file) {
        try {
            for (RoutesBuilder builder :
                    PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(file.resource()))) {
                builders.put(file, (RouteBuilder) builder);
            }
        } catch (Exception | LinkageError e) {
            add(file, e);
        }
    }

    private void findSameIds() {
        Map<String, RouteFile> routes = new HashMap<>();
        Map<String, RouteFile> configurations = new HashMap<>();
        for (RouteFile file : builders.keySet()) {
            for (RouteFile.Route route : file.routes()) {
                checkId(routes, "route", route.id(), file, route.line());
            }
            for (String id : file.configurations()) {
                int line = file.line(text -> text.contains("id=\"" + id + "\""));
                checkId(configurations, "routeConfiguration", id, file, line);
            }
        }
    }

    private void checkId(Map<String, RouteFile> taken, String element, String id, RouteFile file, int line) {
        RouteFile other = id.isEmpty() ? null : taken.put(id, file);
        if (other != null) {
            add(
                    file,
                    line,
                    "the " + element + " id " + id + " is taken by " + other.name()
                            + ": expected an id that nobody else has");
        }
    }

    private void addConfigurations(RouteFile file, RouteBuilder builder) {
        try {
            if (builder instanceof RouteConfigurationsBuilder configurations && hasNoProblem(file)) {
                configurations.addRouteConfigurationsToCamelContext(context);
            }
        } catch (Exception | LinkageError e) {
            add(file, e);
        }
    }

    /** Camel ignores the name of a policy that does not exist, and the route would run without it. */
    private void findMissingPolicies() {
        Set<String> existing = builders.keySet().stream()
                .flatMap(file -> file.configurations().stream())
                .collect(Collectors.toSet());
        for (RouteFile file : builders.keySet()) {
            for (RouteFile.Route route : file.routes()) {
                route.policies().stream()
                        .filter(policy -> existing.stream().noneMatch(id -> PatternHelper.matchPattern(id, policy)))
                        .forEach(policy -> add(
                                file,
                                route.line(),
                                "there is no routeConfiguration " + policy + " for the route " + route.id()
                                        + ": expected one of "
                                        + existing.stream().sorted().toList()));
            }
        }
    }

    private void addRoutes(RouteFile file, RouteBuilder builder) {
        if (!hasNoProblem(file)) {
            return;
        }
        try {
            builder.configureRoutes(context).getRoutes().forEach(route -> route.setAutoStartup("false"));
            builder.addRoutesToCamelContext(context);
        } catch (Exception | LinkageError e) {
            add(file, e);
        }
    }

    /** Every message would fail at the call of a route that does not exist. */
    private void findMissingRoutes(Collection<RouteFile> files) {
        Set<String> present = context.getRoutes().stream()
                .map(route -> withoutOptions(route.getEndpoint()))
                .collect(Collectors.toSet());
        Set<String> missing = context.getEndpoints().stream()
                .map(RouteCheck::withoutOptions)
                .filter(uri -> uri.startsWith("direct:") && !present.contains(uri))
                .collect(Collectors.toSet());
        for (String uri : missing) {
            for (RouteFile file : files) {
                int line = file.line(text -> mentions(text, uri));
                if (line > 0) {
                    add(file, line, "nobody takes what is sent to " + uri + ": expected a route from it");
                }
            }
        }
    }

    private static String withoutOptions(Endpoint endpoint) {
        return endpoint.getEndpointKey().replaceFirst("\\?.*", "").replace("://", ":");
    }

    private boolean mentions(String line, String text) {
        return line.contains(text) || resolved(line).contains(text);
    }

    private String resolved(String line) {
        try {
            return context.resolvePropertyPlaceholders(line);
        } catch (RuntimeException e) {
            return line;
        }
    }

    private boolean hasNoProblem(RouteFile file) {
        return problems.stream().noneMatch(problem -> problem.location().equals(file.location()));
    }

    private void add(RouteFile file, int line, String text) {
        problems.add(new RouteProblem(file.location(), line, text));
    }

    private void add(RouteFile file, Throwable failure) {
        RouteFailure reason = RouteFailure.of(failure, context);
        if (reason.isPlaced()) {
            problems.add(RouteProblem.placed(file.location(), reason.text()));
            return;
        }
        int line = reason.culprits().stream()
                .filter(culprit -> !culprit.isEmpty())
                .mapToInt(culprit -> file.line(text -> mentions(text, culprit)))
                .filter(found -> found > 0)
                .findFirst()
                .orElse(0);
        add(file, line, reason.text());
    }
}
