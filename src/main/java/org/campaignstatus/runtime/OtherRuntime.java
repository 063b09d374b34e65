package org.campaignstatus.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.Settings;

/**
 * Gives the settings and the defaults to a context that our main class has not made. Camel Main makes the beans and
 * configures the components by them; for any other runtime it is done here. A bean that exists already stays.
 */
final class OtherRuntime extends LifecycleStrategySupport {

    private static final String BEANS = "camel.beans.";
    private static final String COMPONENTS = "camel.component.";

    private final Set<String> keys;

    private OtherRuntime(Settings settings) {
        keys = new TreeSet<>(Application.defaults().stringPropertyNames());
        keys.addAll(settings.others().keySet());
        keys.addAll(CamelKeys.outsideFile().keySet());
    }

    /** @return the configuration that is bound; else that of the working directory, whose settings the context then has */
    static ReloadableConfiguration configuration(CamelContext context) {
        ReloadableConfiguration bound = context.getRegistry().findSingleByType(ReloadableConfiguration.class);
        if (bound != null) {
            return bound;
        }
        try {
            ReloadableConfiguration own =
                    new ReloadableConfiguration(Application.APPLICATION_PROPERTIES, new ExternalOverrides());
            prepare(context, own.get().settings());
            return own;
        } catch (Exception e) {
            throw new IllegalStateException(FailureMessage.line(e), e);
        }
    }

    private static void prepare(CamelContext context, Settings settings) {
        ExternalOverrides overrides = new ExternalOverrides();
        SettingsSource ours = SettingsSource.ofOurKeys(settings);
        DefaultProperties defaults = new DefaultProperties(
                name -> settings.others().containsKey(name) || overrides.apply(name) != null,
                name -> name.startsWith(BEANS) || name.startsWith(COMPONENTS));
        ours.handTo(context);
        context.getPropertiesComponent().addPropertiesSource(defaults);
        // Spring Boot replaces this properties component by another one, which looks for sources in the registry
        context.getRegistry().bind(ours.getName(), ours);
        context.getRegistry().bind(defaults.getName(), defaults);
        context.addLifecycleStrategy(new OtherRuntime(settings));
    }

    /** As late as possible, because the registries of some runtimes do not have the site's own beans earlier. */
    @Override
    public void onContextStarting(CamelContext context) {
        makeBeans(context);
    }

    @Override
    public void onComponentAdd(String name, Component component) {
        String prefix = COMPONENTS + name + ".";
        if (keys.stream().anyMatch(key -> key.startsWith(prefix))) {
            makeBeans(component.getCamelContext());
            setProperties(component.getCamelContext(), component, prefix);
        }
    }

    private void makeBeans(CamelContext context) {
        Registry registry = context.getRegistry();
        Map<String, Object> made = new HashMap<>();
        keys.stream().filter(CamelKeys::makesBean).forEach(key -> {
            String name = key.substring(BEANS.length());
            if (registry.lookupByName(name) == null) {
                made.put(name, bean(context, key));
                registry.bind(name, made.get(name));
            }
        });
        made.forEach((name, bean) -> setProperties(context, bean, BEANS + name + "."));
    }

    private static Object bean(CamelContext context, String key) {
        String value = context.getPropertiesComponent().resolveProperty(key).orElseThrow();
        try {
            // the injector of Spring would initialize the bean before its properties are set
            return value.matches("#class:[\\w.$]+")
                    ? ObjectHelper.newInstance(
                            context.getClassResolver().resolveMandatoryClass(value.substring("#class:".length())))
                    : PropertyBindingSupport.resolveBean(context, value);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    private void setProperties(CamelContext context, Object target, String prefix) {
        PropertiesComponent values = context.getPropertiesComponent();
        Map<String, Object> properties = new HashMap<>();
        keys.stream()
                .filter(key -> key.startsWith(prefix))
                .forEach(key -> values.resolveProperty(key)
                        .ifPresent(value -> properties.put(key.substring(prefix.length()), value)));
        PropertyBindingSupport.build().withIgnoreCase(true).withMandatory(true).bind(context, target, properties);
    }
}
