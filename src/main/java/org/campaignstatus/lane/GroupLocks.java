package org.campaignstatus.lane;

/** One lock for each campaign group, across the nodes that share it. Thread-safe. */
public interface GroupLocks {

    /** For a single node, where the lanes are enough. */
    GroupLocks OF_ONE_NODE = new GroupLocks() {
        @Override
        public void acquire(int campaignGroup) {}

        @Override
        public boolean tryAcquire(int campaignGroup) {
            return true;
        }

        @Override
        public void release(int campaignGroup) {}

        @Override
        public void end() {}
    };

    /** @throws InterruptedException if the program stops while another node holds the lock */
    void acquire(int campaignGroup) throws InterruptedException;

    /** @return whether the lock was acquired; false while another node holds it */
    boolean tryAcquire(int campaignGroup);

    void release(int campaignGroup);

    /** From now on {@link #acquire} throws an InterruptedException instead of waiting. */
    void end();
}
