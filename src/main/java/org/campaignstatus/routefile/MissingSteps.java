package org.campaignstatus.routefile;

import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;

/** Finds steps of the shipped routes that a site has removed, and without which the others do not do what they say. */
final class MissingSteps {

    private static final List<Needed> NEEDED = List.of(
            new Needed("post", "process[ref:beginSending]", "no notification is sent"),
            new Needed("post", "process[ref:describe]", "requests have no address and no ce-… headers"),
            new Needed("post", "process[ref:sign]", "requests are not signed, and dead letters have no body"),
            new Needed("post", "process[ref:answered]", "the outcome of a delivery is not known"),
            new Needed("post", "Bean[ref:attempts method:failed", "a failed delivery is not counted as one"),
            new Needed(
                    "notify",
                    "process[ref:addConfiguration|Bean[ref:configuration",
                    "notifications lack what the configuration says"),
            new Needed("notify", "process[ref:buildNotification|Bean[ref:notifications", "no notification is built"),
            new Needed("lifecycle", "Bean[ref:lifecycle method:remember", "events change no state and cannot be sent"),
            new Needed("lifecycle-jms", "process[ref:acknowledge]", "the broker delivers each message again"));

    /** A header that redirects a request. */
    private static final String HARMFUL = "CamelHttpPath";

    private MissingSteps() {}

    /**
     * @param step how Camel writes the step; behind a bar, as shipped before
     * @param effect what becomes of the notifications without it
     */
    private record Needed(String route, String step, String effect) {

        Stream<RouteProblem> in(RouteDefinition definition) {
            boolean isThere = RouteSteps.within(definition)
                    .map(ProcessorDefinition::toString)
                    .anyMatch(one -> Stream.of(step.split("[|]")).anyMatch(one::startsWith));
            return isThere || !route.equals(definition.getId())
                    ? Stream.empty()
                    : Stream.of(missing(definition, step.replaceFirst(".*?ref:(\\w+).*", "$1"), effect));
        }
    }

    static Stream<RouteProblem> of(CamelContext context) {
        return RouteSteps.routes(context).stream()
                .flatMap(route -> Stream.concat(
                        NEEDED.stream().flatMap(needed -> needed.in(route)),
                        route.getId().equals("post") && RouteSteps.within(route).noneMatch(MissingSteps::removesHeaders)
                                ? Stream.of(missing(
                                        route, "removeHeaders", "headers of the input are sent and can redirect it"))
                                : Stream.empty()));
    }

    private static boolean removesHeaders(ProcessorDefinition<?> step) {
        return step instanceof RemoveHeadersDefinition remove
                && PatternHelper.matchPattern(HARMFUL, remove.getPattern());
    }

    private static RouteProblem missing(RouteDefinition route, String step, String effect) {
        return RouteSteps.problem(
                route,
                "the route " + route.getId() + " has no step " + step + ", and without it " + effect
                        + ": expected the step as in the shipped " + route.getId() + ".xml");
    }
}
