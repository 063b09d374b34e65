package org.campaignstatus.routefile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.support.PatternHelper;

/** Finds what Camel takes in route files without a word and what has no effect. */
public final class RouteWarnings {

    private static final List<Class<?>> ENDS =
            List.of(StopDefinition.class, ThrowExceptionDefinition.class, RollbackDefinition.class);
    private static final Pattern QUEUE = Pattern.compile("(?:direct|seda):(?://)?([^?]+).*", Pattern.DOTALL);

    private final CamelContext context;
    private final Collection<RouteFile> files;

    private RouteWarnings(CamelContext context, Collection<RouteFile> files) {
        this.context = context;
        this.files = files;
    }

    /**
     * @param context one that has loaded the files
     * @return what has no effect, and what to do about it
     */
    public static List<RouteProblem> of(CamelContext context, Collection<RouteFile> files) {
        RouteWarnings warnings = new RouteWarnings(context, files);
        return Stream.of(
                        warnings.unreachableSteps(),
                        warnings.routesThatNobodyCalls(),
                        warnings.queuesThatNobodyEmpties(),
                        warnings.unusedConfigurations(),
                        MissingSteps.of(context),
                        new UnusedHeaders(context).find(),
                        new UnusedOptions(context).find())
                .flatMap(found -> found)
                .distinct()
                .toList();
    }

    /** @param context one that has loaded the files of its settings; without such files nothing is found */
    public static List<RouteProblem> of(CamelContext context) throws Exception {
        if (context.resolvePropertyPlaceholders("{{" + RouteFiles.KEY + ":}}").isEmpty()) {
            return List.of();
        }
        List<RouteFile> files = new ArrayList<>();
        RouteFiles.parse(RouteFiles.read(context), files);
        return of(context, files);
    }

    private Stream<RouteProblem> unreachableSteps() {
        return RouteSteps.of(context)
                .filter(step -> ENDS.stream().anyMatch(type -> type.isInstance(step)))
                .flatMap(end -> RouteSteps.behind(end).stream()
                        .filter(step -> !(step instanceof CatchDefinition || step instanceof FinallyDefinition))
                        .limit(1)
                        .map(step -> RouteSteps.problem(
                                step,
                                "no message gets to " + RouteSteps.name(step) + ", because " + RouteSteps.name(end)
                                        + " before it ends the route: expected it before that, or not at all")));
    }

    private Stream<RouteProblem> routesThatNobodyCalls() {
        return RouteSteps.routes(context).stream().flatMap(route -> {
            String uri = RouteSteps.uri(context, route.getInput().getEndpointUri());
            return uri.startsWith("direct:") && !isNamed(name(uri))
                    ? Stream.of(RouteSteps.problem(
                            route,
                            "nobody calls the route " + route.getId() + ": expected a step to " + uri
                                    + " in another route"))
                    : Stream.empty();
        });
    }

    /** Messages would pile up in memory. */
    private Stream<RouteProblem> queuesThatNobodyEmpties() {
        List<String> emptied = RouteSteps.routes(context).stream()
                .map(RouteDefinition::getInput)
                .map(from -> name(RouteSteps.uri(context, from.getEndpointUri())))
                .toList();
        return RouteSteps.of(context).flatMap(step -> {
            String uri = RouteSteps.uri(context, RouteSteps.target(step));
            return uri.startsWith("seda:") && !uri.contains("${") && !emptied.contains(name(uri))
                    ? Stream.of(RouteSteps.problem(
                            step, "nobody takes what is sent to seda:" + name(uri) + ": expected a route from it"))
                    : Stream.empty();
        });
    }

    private static String name(String uri) {
        Matcher queue = QUEUE.matcher(uri);
        return queue.matches() ? queue.group(1) : "";
    }

    /** A route whose only caller is turned off is no mistake, so the texts of all files count. */
    private boolean isNamed(String name) {
        Pattern call = Pattern.compile("direct:(//)?(\\$.*|" + Pattern.quote(name) + "(?![\\w.-]).*)");
        return files.stream()
                .flatMap(file -> file.text().lines())
                .filter(line -> !line.contains("<from"))
                .anyMatch(
                        line -> call.matcher(RouteSteps.resolved(context, line)).find());
    }

    private Stream<RouteProblem> unusedConfigurations() {
        List<String> wanted = files.stream()
                .flatMap(file -> file.routes().stream())
                .flatMap(route -> route.policies().stream())
                .toList();
        return files.stream()
                .flatMap(file -> file.configurations().stream()
                        .filter(id -> !id.isEmpty()
                                && wanted.stream().noneMatch(pattern -> PatternHelper.matchPattern(id, pattern)))
                        .map(id -> new RouteProblem(
                                file.location(),
                                file.line(line -> line.contains("id=\"" + id + "\"")),
                                "no route uses the routeConfiguration " + id
                                        + ": expected it in the routeConfigurationId of a route")));
    }
}
