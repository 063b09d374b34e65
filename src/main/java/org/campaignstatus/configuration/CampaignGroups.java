package org.campaignstatus.configuration;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.RejectionReason;

/** All campaign groups of one version of the configuration, by DBID and by name. Immutable and thread-safe. */
public final class CampaignGroups {

    /** In place of the DBID for a name that several campaign groups have, of different tenants for example. */
    private static final int AMBIGUOUS = -1;

    private final Map<Integer, CampaignGroup> byDbid;
    private final Map<String, Integer> byName;

    /** @throws InvalidInputException if two campaign groups have the same DBID */
    CampaignGroups(Collection<CampaignGroup> groups) {
        byDbid = new HashMap<>(groups.size() * 4 / 3 + 1);
        byName = new HashMap<>(groups.size() * 4 / 3 + 1);
        for (CampaignGroup group : groups) {
            if (byDbid.put(group.dbid(), group) != null) {
                throw new InvalidInputException("dbid " + group.dbid() + " stands twice: expected one campaign group");
            }
            byName.merge(group.name(), group.dbid(), (first, second) -> AMBIGUOUS);
        }
    }

    public int size() {
        return byDbid.size();
    }

    public Stream<CampaignGroup> all() {
        return byDbid.values().stream();
    }

    public Optional<CampaignGroup> withDbid(int dbid) {
        return Optional.ofNullable(byDbid.get(dbid));
    }

    /** @return whether one or more campaign groups have the name */
    public boolean isName(String name) {
        return byName.containsKey(name);
    }

    /**
     * @param dbidOrName an Integer or a String
     * @throws InvalidInputException if there is no such campaign group, or more than one of that name
     */
    public CampaignGroup named(Object dbidOrName) {
        Integer dbid = dbidOrName instanceof Integer number ? number : byName.get(dbidOrName);
        if (dbid != null && dbid == AMBIGUOUS) {
            throw new InvalidInputException(
                    RejectionReason.UNKNOWN_CAMPAIGN_GROUP,
                    "several campaign groups are named " + dbidOrName + ": expected a DBID");
        }
        CampaignGroup group = dbid == null ? null : byDbid.get(dbid);
        if (group == null) {
            throw new InvalidInputException(
                    RejectionReason.UNKNOWN_CAMPAIGN_GROUP, "unknown campaign group " + dbidOrName);
        }
        return group;
    }
}
