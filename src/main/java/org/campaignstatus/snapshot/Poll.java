package org.campaignstatus.snapshot;

import java.util.List;
import org.campaignstatus.statistics.StatisticsSample;

/**
 * What the rows of one query come to. Immutable.
 *
 * @param samples the statistics, one sample for each row that is good
 * @param changes the campaign groups whose rows differ from their states
 */
public record Poll(List<StatisticsSample> samples, List<StateChange> changes) {}
