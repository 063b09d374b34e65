package org.campaignstatus.lane;

/** Whose turn it is to work on a campaign group when several nodes do. Thread-safe. */
public interface GroupLocks {

    /** For a node that shares its campaign groups with nobody: a lane gives turns enough. */
    GroupLocks OF_ONE_NODE = new GroupLocks() {
        @Override
        public void await(int campaignGroup) {}

        @Override
        public boolean take(int campaignGroup) {
            return true;
        }

        @Override
        public void giveBack(int campaignGroup) {}

        @Override
        public void end() {}
    };

    /**
     * Takes the turn, and waits for it as long as another node has it.
     *
     * @throws InterruptedException if the program stops before
     */
    void await(int campaignGroup) throws InterruptedException;

    /** @return whether the turn could be taken at once; it cannot while another node has it */
    boolean take(int campaignGroup);

    /** Gives back a turn that was taken. */
    void giveBack(int campaignGroup);

    /** Lets nobody wait for a turn any more. */
    void end();
}
