package org.campaignstatus.jms;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.asm.ClassReader;

/**
 * Another vendor's JMS client, which often comes in several jars. A missing jar would show no earlier than with the first
 * connection, so the classes of the client's own jar are searched for references to missing classes.
 */
public final class VendorClient {

    /** The tag of a class in the constant pool (The Java Virtual Machine Specification, section 4.4). */
    private static final int CLASS = 7;

    private final ClassLoader loader;
    private final String jar;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();

    private VendorClient(ClassLoader loader, String jar) {
        this.loader = loader;
        this.jar = jar;
    }

    /**
     * @param factory a class of the client
     * @return the name of a class that the client refers to and that is not on the class path; empty if there is none, or if
     *     the client comes from no jar
     */
    public static Optional<String> missingClass(Class<?> factory) {
        URL own = factory.getResource(factory.getSimpleName() + ".class");
        if (own == null || !own.getProtocol().equals("jar")) {
            return Optional.empty();
        }
        String jar = own.toString().substring(0, own.toString().indexOf('!'));
        return new VendorClient(factory.getClassLoader(), jar).search(factory.getName());
    }

    private Optional<String> search(String first) {
        waiting.add(first.replace('.', '/'));
        while (!waiting.isEmpty()) {
            String name = waiting.poll();
            URL file = loader.getResource(name + ".class");
            if (file == null && !isThere(name)) {
                return Optional.of(name.replace('/', '.'));
            }
            if (file != null && file.toString().startsWith(jar + "!")) {
                references(file).stream().filter(seen::add).forEach(waiting::add);
            }
        }
        return Optional.empty();
    }

    /** Some class loaders have classes without resources. */
    private boolean isThere(String name) {
        try {
            Class.forName(name.replace('/', '.'), false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static List<String> references(URL file) {
        try (InputStream in = file.openStream()) {
            ClassReader reader = new ClassReader(in);
            char[] buffer = new char[reader.getMaxStringLength()];
            Set<String> names = new HashSet<>();
            for (int item = 1; item < reader.getItemCount(); item++) {
                int at = reader.getItem(item);
                if (at > 0 && reader.readByte(at - 1) == CLASS) {
                    // an array is named by its elements: [Lcom/example/One;
                    names.add(reader.readUTF8(at, buffer).replaceFirst("^\\[+L(.*);$", "$1"));
                }
            }
            names.removeIf(name -> name.startsWith("["));
            return List.copyOf(names);
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }
}
