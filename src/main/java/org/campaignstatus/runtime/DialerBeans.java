package org.campaignstatus.runtime;

import java.time.Clock;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.health.MessageHealthCheck;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.metrics.Counts;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.snapshot.DialerDataSource;
import org.campaignstatus.snapshot.QueryFile;
import org.campaignstatus.snapshot.Snapshots;
import org.campaignstatus.statistics.StatisticsReader;

/** The dialer's database as the source. */
record DialerBeans(Snapshots snapshots, QueryFile query) {

    static DialerBeans bind(
            BeanBinder beans,
            CamelContext context,
            ReloadableConfiguration configuration,
            StateView states,
            StatisticsReader statistics,
            Clock wallClock,
            Counts counts) {
        Settings settings = configuration.get().settings();
        DataSource database = beans.bind("dialerDataSource", DataSource.class, new DialerDataSource(settings));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext context) {
                if (database instanceof DialerDataSource own) {
                    own.stop();
                }
            }
        });
        QueryFile query = new QueryFile(settings.get(SettingKeys.DIALER_QUERY));
        Snapshots snapshots = new Snapshots(
                query,
                () -> configuration.get().campaignGroups(),
                states,
                statistics,
                wallClock,
                System::nanoTime,
                counts::rejected,
                FailureMessage::line);
        beans.bind("snapshots", snapshots);
        beans.bind("dialer-health-check", MessageHealthCheck.down("dialer", snapshots::problem));
        return new DialerBeans(snapshots, query);
    }
}
