package org.campaignstatus.runtime;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.campaignstatus.inbox.FolderLock;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.settings.DeadLetterTarget;
import org.campaignstatus.settings.FileProblem;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/** What a running program holds: locks of its folders, the database and the embedded broker. */
final class ApplicationResources {

    private final Settings settings;
    private final StateBeans state;
    private final List<FolderLock> folders = new ArrayList<>();
    private boolean open;

    ApplicationResources(Settings settings, StateBeans state) {
        this.settings = settings;
        this.state = state;
    }

    /**
     * Opens all, unless they are open.
     *
     * @throws CannotStartException if one cannot be opened; then none is
     */
    void open(CamelContext context) {
        if (open) {
            return;
        }
        try {
            if (settings.get(SettingKeys.LIFECYCLE_FILE)) {
                lock(SettingKeys.LIFECYCLE_DIRECTORY, settings.get(SettingKeys.LIFECYCLE_DIRECTORY));
            }
            if (settings.get(SettingKeys.STATISTICS_FILE)) {
                lock(SettingKeys.STATISTICS_DIRECTORY, settings.get(SettingKeys.STATISTICS_DIRECTORY));
            }
            settings.get(SettingKeys.NOTIFICATION_FAILED)
                    .flatMap(DeadLetterTarget::folder)
                    .ifPresent(folder -> lock(SettingKeys.NOTIFICATION_FAILED, folder));
            openStore();
            startBroker(context);
            open = true;
        } catch (CannotStartException e) {
            close(context);
            throw e;
        } catch (Exception e) {
            close(context);
            throw new CannotStartException(FailureMessage.line(e));
        }
    }

    private void lock(Setting<?> key, Path folder) {
        try {
            folders.add(FolderLock.of(folder));
        } catch (IOException e) {
            throw new CannotStartException(
                    key + " is '" + folder + "': " + FileProblem.of(e).orElse(e.getMessage()));
        }
    }

    private void openStore() {
        try {
            state.store().open();
        } catch (StateUnavailableException e) {
            String url = settings.get(SettingKeys.DATABASE_URL);
            throw new CannotStartException(
                    SettingKeys.DATABASE_URL + " is '" + SettingKeys.DATABASE_URL.shown(url) + "': " + e.getMessage());
        }
    }

    /** The embedded broker has to run before a route connects to it. */
    private void startBroker(CamelContext context) throws JMSException {
        ArtemisConnectionFactory broker = broker(context);
        if (broker != null && usesBroker(settings)) {
            broker.start();
        }
    }

    /** @return whether one of the shipped routes needs the broker */
    static boolean usesBroker(Settings settings) {
        return settings.get(SettingKeys.LIFECYCLE_JMS)
                || settings.get(SettingKeys.STATISTICS_JMS)
                || settings.get(SettingKeys.NOTIFICATION_FAILED)
                        .filter(DeadLetterTarget::isQueue)
                        .isPresent();
    }

    void close(CamelContext context) {
        ArtemisConnectionFactory broker = broker(context);
        if (broker != null) {
            broker.stop();
        }
        state.store().close();
        state.database().close();
        folders.forEach(FolderLock::close);
        folders.clear();
        open = false;
    }

    private static ArtemisConnectionFactory broker(CamelContext context) {
        return context.getRegistry().findSingleByType(ArtemisConnectionFactory.class);
    }
}
