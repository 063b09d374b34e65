package org.campaignstatus.delivery;

/** Is called for each error of a route, once. Thread-safe. */
public interface RouteErrorListener {

    /** Takes note of an error in a route of that id. */
    void failed(String route);
}
