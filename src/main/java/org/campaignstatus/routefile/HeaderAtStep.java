package org.campaignstatus.routefile;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PatternHelper;

/** What a single step does with a header. */
record HeaderAtStep(CamelContext context, String name) {

    /** Steps that read a header only if they name it. */
    private static final Set<String> PLAIN = Set.of(
            "choice",
            "doCatch",
            "doFinally",
            "doTry",
            "filter",
            "log",
            "marshal",
            "onException",
            "removeHeader",
            "removeHeaders",
            "setBody",
            "setHeader",
            "setHeaders",
            "setProperty",
            "split",
            "stop",
            "throttle");

    /** An expression with all headers. */
    private static final Pattern ALL = Pattern.compile("\\bheaders\\b");

    private static final Pattern SET_BY_DESCRIBE = Pattern.compile("(?i)CamelHttpUri|Content-Type");

    /** @return whether the step removes or replaces it */
    boolean isGoneAt(ProcessorDefinition<?> step) {
        if (step instanceof RemoveHeadersDefinition remove) {
            return remove.getExcludePattern() == null && PatternHelper.matchPattern(name, remove.getPattern());
        }
        if (step instanceof RemoveHeaderDefinition remove) {
            return name.equalsIgnoreCase(remove.getName());
        }
        return step instanceof ProcessDefinition process
                && "describe".equals(process.getRef())
                && SET_BY_DESCRIBE.matcher(name).matches();
    }

    /** Blocks are asked for the steps within them one by one. */
    boolean isNamedAt(ProcessorDefinition<?> step) {
        String text = step.toString();
        String own = step.getOutputs().isEmpty() ? text : text.replaceFirst("(?s) -> .*", "");
        return own.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))
                || ALL.matcher(own).find();
    }

    boolean isSentTo(String uri) {
        return !(context.hasEndpoint(uri) instanceof HttpEndpoint http)
                || name.startsWith("Camel")
                || name.equalsIgnoreCase("Content-Type")
                || !http.getHeaderFilterStrategy().applyFilterToCamelHeaders(name, "", new DefaultExchange(context));
    }

    /** A step may read it for all that is known of the step. The beans of the program read no headers that a site sets. */
    boolean mayBeReadUnnamedAt(ProcessorDefinition<?> step) {
        String ref = step instanceof BeanDefinition bean
                ? bean.getRef()
                : step instanceof ProcessDefinition process ? process.getRef() : null;
        Object bean = ref == null ? null : context.getRegistry().lookupByName(ref);
        boolean isOurs = bean != null && bean.getClass().getName().startsWith("org.campaignstatus.");
        return !isOurs && !PLAIN.contains(step.getShortName());
    }
}
