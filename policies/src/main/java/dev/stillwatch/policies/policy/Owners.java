// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The known owners of many accounts, in the order of their declarations. Asked with each judgement whose account it is, so
 * an owner that lists ten thousand accounts by name costs what one does: only patterns are gone through one by one.
 * Immutable.
 */
public final class Owners {
    private final List<Policy.Owner> all;
    /** The place of the first owner with an organisation, and of the first that names an account. */
    private final Map<String, Integer> byOrg = new HashMap<>();

    private final Map<String, Integer> byAccount = new HashMap<>();
    /** In the order of their owners. */
    private final List<Pattern> patterns = new ArrayList<>();

    /** In the order in which they are asked. */
    public Owners(List<Policy.Owner> owners) {
        this.all = List.copyOf(owners);
        for (int place = 0; place < all.size(); place++) {
            if (!all.get(place).org().isEmpty()) {
                byOrg.putIfAbsent(all.get(place).org(), place);
            }
            for (String account : all.get(place).accounts()) {
                int star = account.indexOf('*');
                if (star < 0) {
                    byAccount.putIfAbsent(account, place);
                } else {
                    patterns.add(new Pattern(place, account.substring(0, star), account.substring(star + 1)));
                }
            }
        }
    }

    /** Accounts of an owner that begin and end so, with anything or nothing between. */
    private record Pattern(int owner, String begin, String end) {
        boolean matches(String account) {
            return account.length() >= begin.length() + end.length()
                    && account.startsWith(begin)
                    && account.endsWith(end);
        }
    }

    /**
     * The first owner whose declaration covers the account.
     *
     * @param org the organisation of its records, empty when they name none
     */
    public Optional<Policy.Owner> of(String account, String org) {
        int none = all.size();
        int first = Math.min(byOrg.getOrDefault(org, none), byAccount.getOrDefault(account, none));
        for (Pattern pattern : patterns) {
            if (pattern.owner() >= first) {
                break;
            }
            if (pattern.matches(account)) {
                first = pattern.owner();
            }
        }
        return first == none ? Optional.empty() : Optional.of(all.get(first));
    }

    /** Whether any declares a volume. */
    public boolean declareVolume() {
        return all.stream().anyMatch(owner -> owner.exchangesPerDay() > 0);
    }

    /** All, in the order of their declarations. */
    public Stream<Policy.Owner> stream() {
        return all.stream();
    }

    /** How many they are. */
    public int size() {
        return all.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Owners owners && all.equals(owners.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
