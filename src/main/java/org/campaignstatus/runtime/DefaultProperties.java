package org.campaignstatus.runtime;

import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Ordered;
import org.apache.camel.spi.LoadablePropertiesSource;

/**
 * The values of Camel's keys where nothing else sets them. A bean that the site makes in the place of one of ours has none of
 * its properties.
 */
final class DefaultProperties implements LoadablePropertiesSource, Ordered {

    private static final Pattern BEAN_PROPERTY = Pattern.compile("(camel[.]beans[.][^.]+)[.].+");

    private final Properties defaults = Application.defaults();
    private final Predicate<String> setBySite;
    private final Predicate<String> loadable;

    /**
     * @param setBySite the names of the keys that the site sets
     * @param loadable the names of the keys by which Camel Main configures the context
     */
    DefaultProperties(Predicate<String> setBySite, Predicate<String> loadable) {
        this.setBySite = setBySite;
        this.loadable = loadable;
    }

    @Override
    public String getName() {
        return "campaign-group-status-defaults";
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }

    @Override
    public String getProperty(String name) {
        return isOfReplacedBean(name) ? null : defaults.getProperty(name);
    }

    private boolean isOfReplacedBean(String name) {
        Matcher property = BEAN_PROPERTY.matcher(name);
        return property.matches() && setBySite.test(property.group(1));
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties properties = new Properties();
        defaults.stringPropertyNames().stream()
                .filter(loadable.and(filter))
                .filter(name -> !isOfReplacedBean(name))
                .forEach(name -> properties.setProperty(name, defaults.getProperty(name)));
        return properties;
    }

    @Override
    public void reloadProperties(String location) {
        // they do not change
    }
}
