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
final class DialerBeans {

    private DialerBeans() {}

    static Snapshots bind(
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
        Snapshots snapshots = new Snapshots(
                new QueryFile(settings.get(SettingKeys.DIALER_QUERY)),
                () -> configuration.get().campaignGroups(),
                states,
                statistics,
                wallClock,
                System::nanoTime,
                counts::rejected,
                FailureMessage::line);
        beans.bind("snapshots", snapshots);
        beans.bind("dialer-health-check", MessageHealthCheck.down("dialer", snapshots::problem));
        return snapshots;
    }
}
