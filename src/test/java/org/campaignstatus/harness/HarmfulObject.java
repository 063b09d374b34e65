package org.campaignstatus.harness;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** An object that counts how often it was deserialized, as a harmful one would act. */
public final class HarmfulObject implements Serializable {

    public static final AtomicInteger UNPACKED = new AtomicInteger();

    private static final long serialVersionUID = 1;

    private final String name = "harm";

    public String name() {
        return name;
    }

    private void readObject(ObjectInputStream in) throws Exception {
        in.defaultReadObject();
        UNPACKED.incrementAndGet();
    }
}
