// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.forming;

/**
 * Links as they are live when the common artefacts have been left out: every account shares one artefact with three
 * others (a card), and one in ten is in a campaign of 10 to 5,000 accounts with one template. Nothing is random, so both
 * ways see the same graph.
 *
 * @param accounts how many accounts, at least 4
 */
record LinkGraph(int accounts) {
    private static final int CARD = 4;
    private static final int[] CAMPAIGNS = {10, 50, 250, 1_000, 5_000};
    private static final int IN_TEN = 10;

    /** Told each link. */
    interface Links {
        /**
         * A link.
         *
         * @param account number of the account, from 0
         * @param artefact number of the artefact, above those of all accounts
         */
        void link(long account, long artefact);
    }

    /** Tells all links; returns how many there are. */
    long tell(Links links) {
        long told = 0;
        for (int account = 0; account < accounts; account++) {
            links.link(account, accounts + account / CARD);
            told++;
        }
        long template = 2L * accounts;
        int member = 0;
        for (int size = 0; (long) member * IN_TEN < accounts; size++) {
            int campaign = CAMPAIGNS[size % CAMPAIGNS.length];
            for (int i = 0; i < campaign && (long) member * IN_TEN < accounts; i++) {
                links.link((long) member * IN_TEN, template);
                member++;
                told++;
            }
            template++;
        }
        return told;
    }
}
