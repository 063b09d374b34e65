package org.campaignstatus.runtime;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.main.MainHelper;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.settings.ExternalOverrides;

/**
 * Camel's own keys, and what to tell of one that Camel does not take. Camel's message names neither the place nor the key that
 * was meant, and repeats the value, which may be a password.
 */
public final class CamelKeys {

    private static final String PREFIX = "camel.";
    private static final String BEANS = "camel.beans.";
    private static final String NO_VALUE = " holds a placeholder {{…}} that has no value";
    private static final Pattern BEAN = Pattern.compile(
            "(?s).*(?:Cannot resolve bean with name|No bean could be found in the registry for:) (\\S+).*");
    private static final Pattern REFERENCE = Pattern.compile("#(?:bean:)?([\\w-]+)");
    private static final Pattern COMPONENT_OPTION = Pattern.compile("camel[.]component[.]([^.]+)[.]([^.]+)");
    private static final Set<Class<?>> NUMBERS = Set.of(int.class, long.class, Integer.class, Long.class);

    /** A number, a duration or a reference. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d.*|PT.*|#.*");

    private static final Pattern PLACEHOLDER = Pattern.compile("(?s).*Property with key \\[([^]]*)].*");
    private static final Pattern SECRET =
            Pattern.compile("pass|pw|secr|tok|cred|key|auth|user|sign|phrase|cert|login|url|uri");

    /** From the name of each key that Camel gets to its text. */
    private final Map<String, String> texts =
            new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private final UnaryOperator<String> places;

    /**
     * A key that Camel does not take.
     *
     * @param name its name; empty if it is not known which one it is
     * @param bean the name of a bean that it wants and that is not there
     * @param line what is wrong, and where
     */
    public record Fault(Optional<String> name, Optional<String> bean, String line) {}

    /**
     * @param inFile the keys in application.properties that are not ours, and their texts
     * @param places from the name of such a key to its place in the settings
     */
    public CamelKeys(Map<String, String> inFile, UnaryOperator<String> places) {
        inFile.forEach(texts::put);
        texts.putAll(outsideFile());
        this.places = places;
    }

    /** @return what environment variables and system properties say for Camel's keys */
    static Map<String, String> outsideFile() {
        Map<String, String> outside = new TreeMap<>();
        Properties environment = MainHelper.loadEnvironmentVariablesAsProperties(new String[] {PREFIX});
        // of these three Camel takes from the environment what it knows, and passes over the rest
        environment.stringPropertyNames().stream()
                .filter(name -> !name.matches("camel[.](component|dataformat|language)[.].*"))
                .forEach(name -> outside.put(name, environment.getProperty(name)));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> outside.put(name, System.getProperty(name)));
        return outside;
    }

    /** @return the key and, if it makes a bean, the keys of that bean's properties */
    public Set<String> with(String name) {
        Set<String> all = texts.keySet().stream()
                .filter(other -> beanMadeBy(name).isPresent() && other.startsWith(name + "."))
                .collect(Collectors.toSet());
        all.add(name);
        return all;
    }

    /** @return the name of the bean that a key makes */
    public Optional<String> beanMadeBy(String name) {
        return makesBean(name) ? Optional.of(name.substring(BEANS.length())) : Optional.empty();
    }

    /** @return whether a key makes a bean, and does not set a property of one */
    static boolean makesBean(String name) {
        return name.startsWith(BEANS) && name.indexOf('.', BEANS.length()) < 0;
    }

    /**
     * @param without the names of keys that Camel did not get
     * @return the key that made Camel fail, and what to tell of it without a value that may be a secret
     */
    public Fault fault(Throwable failure, Set<String> without) {
        texts.keySet().removeAll(without);
        for (Throwable cause : ExceptionUtils.getThrowableList(failure)) {
            if (cause instanceof PropertyBindingException binding && binding.getOptionPrefix() != null) {
                return binding(binding);
            }
        }
        for (Throwable cause : ExceptionUtils.getThrowableList(failure)) {
            Optional<Fault> known = known(cause, String.valueOf(cause.getMessage()));
            if (known.isPresent()) {
                return known.get();
            }
        }
        return new Fault(
                Optional.empty(), Optional.empty(), places.apply("") + ": " + masked(FailureMessage.line(failure)));
    }

    /**
     * @param without the names of keys that Camel did not get
     * @return what is wrong with keys that Camel takes all the same
     */
    public List<Fault> faults(CamelContext context, Set<String> without) {
        List<Fault> unresolved = unresolved(context, without);
        return unresolved.isEmpty() ? notNumbers(context, without) : unresolved;
    }

    /** @return a fault for each key of the site's own whose placeholders have no value; a route would tell a part of its text */
    private List<Fault> unresolved(CamelContext context, Set<String> without) {
        return texts.keySet().stream()
                .filter(name -> !name.startsWith(PREFIX) && !without.contains(name))
                .filter(name -> texts.get(name).contains("{{"))
                .filter(name -> !isResolved(name, context))
                .map(name -> fault(name, name + NO_VALUE))
                .toList();
    }

    /**
     * @param without the names of keys that Camel did not get
     * @return a fault for each option of a component that is a number and whose text is none; Camel would take it for 0
     */
    List<Fault> notNumbers(CamelContext context, Set<String> without) {
        return texts.keySet().stream()
                .filter(name -> !without.contains(name))
                .flatMap(name -> notNumber(name, context).stream())
                .toList();
    }

    private Optional<Fault> notNumber(String name, CamelContext context) {
        Matcher option = COMPONENT_OPTION.matcher(name);
        Component component = option.matches() ? context.hasComponent(option.group(1)) : null;
        if (component == null
                || !(component.getComponentPropertyConfigurer() instanceof PropertyConfigurerGetter options)) {
            return Optional.empty();
        }
        Class<?> type = options.getOptionType(plain(option.group(2)), true);
        return type != null
                        && NUMBERS.contains(type)
                        && !NUMBER.matcher(context.resolvePropertyPlaceholders(texts.get(name)))
                                .matches()
                ? Optional.of(fault(name, name + notAllowed(name, Optional.of(type))))
                : Optional.empty();
    }

    private String notAllowed(String name, Optional<Class<?>> type) {
        String value = mayBeShown(name) ? " is '" + texts.get(name) + "'" : " has a value that cannot be used";
        return value
                + type.map(known -> ", allowed is " + known.getSimpleName().toLowerCase(Locale.ROOT))
                        .orElse("");
    }

    private static boolean isResolved(String name, CamelContext context) {
        try {
            context.resolvePropertyPlaceholders("{{" + name + "}}");
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Fault binding(PropertyBindingException binding) {
        String prefix = binding.getOptionPrefix().replaceFirst("\\.?$", ".");
        String written = prefix + binding.getOptionKey();
        String name = first(known -> plain(known).equals(plain(written))).orElse(written);
        List<Method> setters = setters(binding.getTarget());
        String property = plain(binding.getPropertyName());
        Optional<Method> setter = setters.stream()
                .filter(known -> plain(known.getName()).equals("set" + property))
                .findFirst();
        Matcher wanted = REFERENCE.matcher(texts.getOrDefault(name, ""));
        if (wanted.matches()) {
            return missing(name, wanted.group(1));
        }
        if (setter.isPresent() || property.matches(".*[.\\[].*")) {
            return fault(name, name + notAllowed(name, setter.map(known -> known.getParameterTypes()[0])));
        }
        String nearest = setters.stream()
                .map(known -> known.getName().substring(3, 4).toLowerCase(Locale.ROOT)
                        + known.getName().substring(4))
                .min(Comparator.comparing(known -> distance(plain(known), property)))
                .orElse("");
        boolean shown = mayBeShown(name) && mayBeShown(nearest) && !name.startsWith(BEANS);
        return fault(
                name,
                "unknown key " + name + (shown ? " with the value '" + texts.get(name) + "'" : "")
                        + (nearest.isEmpty() ? "" : ", did you mean " + prefix + nearest + "?"));
    }

    private Optional<Fault> known(Throwable cause, String said) {
        Matcher bean = BEAN.matcher(said);
        if (bean.matches()) {
            return first(name -> name.startsWith(BEANS + bean.group(1) + ".") || refersTo(name, bean.group(1)))
                    .map(name -> missing(name, bean.group(1)));
        }
        if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
            return first(name -> texts.get(name).contains(said.replace('/', '.')))
                    .map(name -> fault(name, name + ": the class " + said + " is missing on the class path"));
        }
        Matcher placeholder = PLACEHOLDER.matcher(said);
        if (placeholder.matches()) {
            return first(name ->
                            texts.get(name).matches("(?s).*\\{\\{\\??" + Pattern.quote(placeholder.group(1)) + ".*"))
                    .map(name -> fault(name, name + NO_VALUE));
        }
        return first(name -> (said + " ").matches("(?s).*\\b" + Pattern.quote(name) + "[^\\w.].*"))
                .map(name -> fault(name, masked(said.lines().findFirst().orElse(""))));
    }

    private Fault missing(String name, String bean) {
        String text = place(name) + ": " + name + ": there is no bean " + bean + " that fits";
        return new Fault(Optional.of(name), Optional.of(bean), text);
    }

    private Fault fault(String name, String text) {
        return new Fault(Optional.of(name), Optional.empty(), place(name) + ": " + text);
    }

    private boolean refersTo(String name, String bean) {
        Matcher reference = REFERENCE.matcher(texts.get(name));
        return reference.matches() && reference.group(1).equals(bean);
    }

    private String place(String name) {
        if (System.getProperty(name) != null) {
            return "-D" + name;
        }
        String variable = ExternalOverrides.variable(name);
        return System.getenv(variable) != null ? "environment variable " + variable : places.apply(name);
    }

    /** @return the text without the value of any key that may be a secret */
    private String masked(String text) {
        String masked = text;
        for (Map.Entry<String, String> key : texts.entrySet()) {
            if (!mayBeShown(key.getKey()) && key.getValue().length() > 2) {
                masked = masked.replace(key.getValue(), "***");
            }
        }
        return masked;
    }

    private Optional<String> first(Predicate<String> condition) {
        return texts.keySet().stream().filter(condition).findFirst();
    }

    private static boolean mayBeShown(String name) {
        return !isLikeASecret(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean isLikeASecret(String word) {
        return SECRET.matcher(word).find() || distance(word, "password") < 4 || distance(word, "secret") < 3;
    }

    private static List<Method> setters(Object target) {
        return Arrays.stream(target.getClass().getMethods())
                .filter(method -> method.getName().matches("set.+") && method.getParameterCount() == 1)
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** Camel cares neither for case nor for dashes. */
    private static String plain(String name) {
        return name == null ? "" : name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static int distance(String a, String b) {
        return LevenshteinDistance.getDefaultInstance().apply(a, b);
    }
}
