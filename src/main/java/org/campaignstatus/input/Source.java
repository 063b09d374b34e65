package org.campaignstatus.input;

/** The kinds of sources of input. */
public enum Source {
    FILE("file"),
    JMS("jms"),
    HTTP("http"),
    SQL("sql"),
    /** By a route of the site. */
    OTHER("other");

    private final String label;

    Source(String label) {
        this.label = label;
    }

    /** @return its name to the outside */
    public String label() {
        return label;
    }
}
