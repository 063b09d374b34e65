package org.campaignstatus.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PatternHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.SimpleRegistry;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.routefile.RouteFailure;
import org.campaignstatus.routefile.RouteFile;
import org.campaignstatus.routefile.RouteProblem;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.SettingKeys;

/**
 * Tries route files in a Camel context of their own, in which nothing is started: no consumer, no port, no connection to
 * the broker or the database. What Camel would reject, or pass over, is found there and not in the running program.
 */
public final class DryRunContext implements AutoCloseable {

    /** The name of a bean that says that a context is one for trials. */
    private static final String MARK = "trial";

    private final Main main;
    private final CamelContext context;

    /** What is wrong, in the order of the files. */
    private final List<RouteProblem> problems = new ArrayList<>();

    private final Map<RouteFile, RouteBuilder> builders = new LinkedHashMap<>();

    private DryRunContext(Main main) {
        this.main = main;
        main.bind(MARK, this);
        main.addOverrideProperty("camel.main.name", MARK);
        main.addOverrideProperty("camel.main.startupSummaryLevel", "Off");
        main.addOverrideProperty("camel.main.autoStartup", "false");
        main.addOverrideProperty(Application.CAMELS_RELOAD, "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("camel.metrics.enabled", "false");
        // a system property would count for more than what stands here
        main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
        main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
        try {
            main.start();
        } catch (RuntimeException | LinkageError e) {
            main.stop();
            throw e;
        }
        context = main.getCamelContext();
    }

    /** A program that loads no routes by itself, for a trial. */
    private static ConfiguredMain mainForTrials() {
        return new ConfiguredMain() {
            @Override
            protected void configureRoutes(CamelContext context) {}
        };
    }

    /**
     * A trial with beans of its own.
     *
     * @param configuration what the beans and Camel go by
     * @param without the names of keys that Camel does not get
     */
    public static DryRunContext of(ReloadableConfiguration configuration, Set<String> without) {
        ConfiguredMain main = mainForTrials();
        main.configure(configuration);
        CamelKeys.outsideFile().forEach((name, text) -> {
            if (!without.contains(name)) {
                main.addOverrideProperty(name, text);
            }
        });
        // nobody opens it, but the pool would create its folder
        main.addOverrideProperty(SettingKeys.DATABASE_URL.name(), "jdbc:sqlite::memory:");
        return new DryRunContext(main);
    }

    /** A trial with the settings and the very beans of a running context. */
    public static DryRunContext beside(CamelContext running) {
        ConfiguredMain main = mainForTrials();
        Properties known = running.getPropertiesComponent().loadProperties();
        Properties settings = new Properties();
        ExternalOverrides overrides = new ExternalOverrides();
        known.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("camel.beans."))
                .forEach(name -> settings.put(name, known.getProperty(name)));
        // those of ours are in force already
        settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith("camel.") && overrides.apply(name) != null)
                .forEach(name -> settings.put(name, overrides.apply(name)));
        main.configure(SettingsSource.of(running));
        main.setOverrideProperties(settings);
        Map<String, Object> beans = beans(running.getRegistry());
        beans.forEach(main::bind);
        try {
            return new DryRunContext(main);
        } finally {
            // Camel has set the context of the dry run on them
            beans.values().forEach(bean -> CamelContextAware.trySetCamelContext(bean, running));
        }
    }

    private static Map<String, Object> beans(Registry registry) {
        Map<String, Object> beans = new HashMap<>();
        if (registry instanceof DefaultRegistry known && known.getFallbackRegistry() instanceof SimpleRegistry bound) {
            bound.forEach((name, types) -> types.values().stream()
                    .filter(bean -> !(bean instanceof HealthCheck))
                    .forEach(bean -> beans.put(name, bean)));
        }
        return beans;
    }

    /** @return whether a context is one for trials, in which nothing may be opened */
    static boolean isOn(CamelContext context) {
        return context.getRegistry().lookupByName(MARK) != null;
    }

    public CamelContext context() {
        return context;
    }

    /**
     * @param all whether there are no other files; else a route that is called and missing may stand in another
     * @return everything that is wrong with the files, taken together; to be asked once
     */
    public List<RouteProblem> problems(Collection<RouteFile> files, boolean all) {
        files.forEach(this::parse);
        findSameIds();
        builders.forEach(this::addConfigurations);
        findMissingPolicies();
        builders.forEach(this::addRoutes);
        if (all && problems.isEmpty()) {
            findMissingRoutes(files);
        }
        return List.copyOf(problems);
    }

    /** Whether other routes call a route, in place of something outside. */
    public static boolean isCalled(Route route) {
        return route.getEndpoint().getEndpointKey().startsWith("direct:");
    }

    private void parse(RouteFile file) {
        try {
            for (RoutesBuilder builder :
                    PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(file.resource()))) {
                RouteBuilder routes = (RouteBuilder) builder;
                builders.put(file, routes);
            }
        } catch (Exception e) {
            add(file, e);
        }
    }

    private void findSameIds() {
        Map<String, RouteFile> routes = new HashMap<>();
        Map<String, RouteFile> configurations = new HashMap<>();
        for (RouteFile file : builders.keySet()) {
            for (RouteFile.Route route : file.routes()) {
                RouteFile other = route.id().isEmpty() ? null : routes.put(route.id(), file);
                if (other != null) {
                    add(file, route.line(), "the route id " + route.id() + " is taken by " + other.name() + sameId());
                }
            }
            for (String id : file.configurations()) {
                RouteFile other = id.isEmpty() ? null : configurations.put(id, file);
                if (other != null) {
                    int line = file.line(text -> text.contains("id=\"" + id + "\""));
                    add(file, line, "the routeConfiguration id " + id + " is taken by " + other.name() + sameId());
                }
            }
        }
    }

    private static String sameId() {
        return ": expected an id that nobody else has";
    }

    private void addConfigurations(RouteFile file, RouteBuilder builder) {
        try {
            if (builder instanceof RouteConfigurationsBuilder configurations && hasNone(file)) {
                configurations.addRouteConfigurationsToCamelContext(context);
            }
        } catch (Exception e) {
            add(file, e);
        }
    }

    /** Camel passes over the name of a policy that is not there, and the route would run without it. */
    private void findMissingPolicies() {
        Set<String> known = builders.keySet().stream()
                .flatMap(file -> file.configurations().stream())
                .collect(Collectors.toSet());
        for (RouteFile file : builders.keySet()) {
            for (RouteFile.Route route : file.routes()) {
                route.policies().stream()
                        .filter(policy -> known.stream().noneMatch(id -> PatternHelper.matchPattern(id, policy)))
                        .forEach(policy -> add(
                                file,
                                route.line(),
                                "there is no routeConfiguration " + policy + " for the route " + route.id()
                                        + ": expected one of "
                                        + known.stream().sorted().toList()));
            }
        }
    }

    private void addRoutes(RouteFile file, RouteBuilder builder) {
        if (!hasNone(file)) {
            return;
        }
        try {
            builder.configureRoutes(context).getRoutes().forEach(route -> route.setAutoStartup("false"));
            builder.addRoutesToCamelContext(context);
        } catch (Exception e) {
            add(file, e);
        }
    }

    /** A route that is called and not there would cost every message that comes to the call. */
    private void findMissingRoutes(Collection<RouteFile> files) {
        Set<String> present = context.getRoutes().stream()
                .map(Route::getEndpoint)
                .map(Endpoint::getEndpointKey)
                .map(DryRunContext::withoutOptions)
                .collect(Collectors.toSet());
        Set<String> missing = new HashSet<>();
        for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
            String key = withoutOptions(endpoint.getEndpointKey());
            if (key.startsWith("direct:") && !present.contains(key)) {
                missing.add(key.replace("://", ":"));
            }
        }
        for (String uri : missing) {
            files.stream()
                    .filter(file -> file.line(line -> mentions(line, uri)) > 0)
                    .forEach(file -> add(
                            file,
                            file.line(line -> mentions(line, uri)),
                            "nobody takes what is sent to " + uri + ": expected a route from it"));
        }
    }

    private static String withoutOptions(String uri) {
        return uri.replaceFirst("\\?.*", "");
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

    private boolean hasNone(RouteFile file) {
        return problems.stream().noneMatch(problem -> problem.location().equals(file.location()));
    }

    private void add(RouteFile file, int line, String text) {
        problems.add(new RouteProblem(file.location(), line, text));
    }

    private void add(RouteFile file, Exception failure) {
        RouteFailure why = RouteFailure.of(failure, context);
        if (why.isPlaced()) {
            problems.add(RouteProblem.placed(file.location(), why.text()));
        } else {
            int line = why.culprits().stream()
                    .filter(culprit -> !culprit.isEmpty())
                    .mapToInt(culprit -> file.line(text -> mentions(text, culprit)))
                    .filter(found -> found > 0)
                    .findFirst()
                    .orElse(0);
            add(file, line, why.text());
        }
    }

    /** Files that cannot be looked at any closer. */
    public static List<RouteProblem> read(Map<String, String> texts, Collection<RouteFile> files) throws Exception {
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

    @Override
    public void close() {
        main.stop();
    }
}
