package org.campaignstatus.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** A configuration of campaign groups of which a test cares for little more than the DBID and the options. */
public final class Configured {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayNode groups = JsonNodeFactory.instance.arrayNode();

    private Configured() {}

    public static Configured campaignGroups() {
        return new Configured();
    }

    /** @return the name that the campaign group of that DBID has in all these configurations */
    public static String name(int dbid) {
        return "Campaign" + dbid + "@Group" + dbid;
    }

    /** @param options names and values, in turns */
    public Configured with(int dbid, String... options) {
        ObjectNode group = groups.addObject();
        group.put("dbid", dbid)
                .put("uuid", new UUID(0, dbid).toString())
                .put("name", name(dbid))
                .put("group", "Group" + dbid)
                .put("campaign", "Campaign" + dbid);
        ObjectNode own = group.putObject("options");
        for (int i = 0; i < options.length; i += 2) {
            own.put(options[i], options[i + 1]);
        }
        return this;
    }

    public String json() {
        return JSON.createObjectNode().set("campaignGroups", groups).toString();
    }

    /** @return a lifecycle event, as a line of a file or the text of a message */
    public static String event(String event, int dbid) {
        return "{\"event\":\"" + event + "\",\"campaignGroup\":" + dbid + "}";
    }

    /** @return an event that a test can tell from all others by its actor */
    public static String event(String event, int dbid, int actor) {
        return "{\"event\":\"" + event + "\",\"campaignGroup\":" + dbid + ",\"actor\":" + actor + "}";
    }
}
