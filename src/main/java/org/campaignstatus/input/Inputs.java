package org.campaignstatus.input;

/** Makes the input of a route with a source of its own, for {@code lifecycleEvents} and {@code statisticsSamples} to read. */
public final class Inputs {

    private record Text(String id, String text) implements Input {}

    /**
     * @param id the same whenever this input comes again, and no other's; an event that brings no id is known by it
     * @param text one lifecycle event or statistics sample
     * @throws InvalidInputException if there is no id or no text
     */
    public Input of(String id, String text) {
        if (id == null || id.isBlank() || text == null) {
            throw new InvalidInputException(
                    text == null ? "no text" : "an input without an id: expected one of its own");
        }
        return new Text(id, text);
    }
}
