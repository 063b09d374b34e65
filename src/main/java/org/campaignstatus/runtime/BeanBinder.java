package org.campaignstatus.runtime;

import org.apache.camel.spi.Registry;

/** Binds the beans of this program. A bean of the same name that the site has bound stays in force. */
record BeanBinder(Registry registry) {

    void bind(String name, Object bean) {
        if (registry.lookupByName(name) == null) {
            registry.bind(name, bean);
        }
    }

    /** @return the bean in force */
    <T> T bind(String name, Class<T> type, T bean) {
        bind(name, bean);
        return registry.lookupByNameAndType(name, type);
    }
}
