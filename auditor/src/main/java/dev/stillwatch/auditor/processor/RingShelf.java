// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.Contributed;
import dev.stillwatch.auditor.adjudicate.RingMemory;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Founding;
import dev.stillwatch.auditor.ring.Link;
import dev.stillwatch.auditor.ring.LinkBook;
import dev.stillwatch.auditor.ring.Overrun;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.MembershipCodec;
import dev.stillwatch.policies.wire.WireException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the task that forms rings keeps: live links, memories and memberships in memory, and all of them in stores from
 * which they are read back; what accounts contributed in a {@link ContributionShelf}.
 */
final class RingShelf {
    private static final int LEAST_ACCOUNTS = 20;

    private final KeyValueStore<Bytes, byte[]> links;
    private final KeyValueStore<Bytes, byte[]> rings;
    private final KeyValueStore<Bytes, byte[]> members;
    private final MembershipCodec membershipCodec;
    private final ActCodec actCodec;
    private final ActShelf acts;

    private final LinkBook book;
    private final ContributionShelf contributions;
    private final OwnerShelf owners;
    private final LiftedRings lifted;
    private final Map<String, RingMemory> memories = new TreeMap<>();
    private final Map<String, Membership> memberships = new TreeMap<>();
    /** Who answers for each account that was asked about under the last policy, until that may be another. */
    private final Map<String, String> parties = new HashMap<>();

    private String partiesUnder = "";
    private boolean ownersChanged = true;

    RingShelf(ProcessorContext<byte[], byte[]> context, StreamPlan plan) {
        links = context.getStateStore(StoreName.RING_LINKS.label());
        contributions = new ContributionShelf(context.getStateStore(StoreName.RING_CONTRIBUTIONS.label()));
        owners = new OwnerShelf(context.getStateStore(StoreName.RING_OWNERS.label()));
        rings = context.getStateStore(StoreName.RINGS.label());
        lifted = new LiftedRings(rings);
        members = context.getStateStore(StoreName.RING_MEMBERS.label());
        membershipCodec = new MembershipCodec(plan.key());
        actCodec = new ActCodec(plan.key());
        acts = new ActShelf(context.getStateStore(StoreName.RING_ACTS.label()), actCodec);
        book = new LinkBook(plan.rings().rules().kinds(), plan.rings().liveMillis());
        restore();
    }

    LinkBook book() {
        return book;
    }

    boolean isEmpty() {
        return book.size() == 0 && memories.isEmpty() && contributions.isEmpty() && owners.isEmpty();
    }

    void add(Edge edge) {
        book.add(edge).forEach(this::keep);
    }

    void add(Contribution contribution, byte[] bytes) {
        ownersChanged |= contributions.put(contribution, bytes);
    }

    /** Lets go of links that are live no longer, and of accounts that have none left. */
    void expire(long time) {
        book.expire(time).forEach(this::keep);
        contributions.keepOnly(book::hasLinks);
        parties.keySet().removeIf(account -> !book.hasLinks(account));
    }

    /**
     * Whether parties may differ from those at the last look: an account's organisation has changed, or a declared owner
     * went over its volume or is back within it.
     *
     * @param end end of the epoch, event time
     */
    boolean ownersChanged(long end, Policy policy) {
        int day = DayCell.dayOf(end - 1);
        boolean changed = owners.look(day, contributions.exchanges(day, policy), policy) || ownersChanged;
        ownersChanged = false;
        if (changed || !partiesUnder.equals(policy.id())) {
            parties.clear();
            partiesUnder = policy.id();
        }
        return changed;
    }

    /** Whether one organisation, and so one party, has most of at least so many accounts that the look says something. */
    boolean isMostlyOneOrganisation() {
        return contributions.isMostlyOneOrganisation(LEAST_ACCOUNTS);
    }

    /** How many accounts a look at the owners adds up. */
    int summed(Policy policy) {
        return contributions.summed(policy);
    }

    /**
     * Who answers for an account: a declared owner, the organisation of its records, or the account itself. Accounts of an
     * owner that is over its declared volume answer for themselves.
     */
    String party(String account, Policy policy) {
        return parties.computeIfAbsent(account, name -> partyOf(name, policy));
    }

    private String partyOf(String account, Policy policy) {
        String org = contributions.org(account);
        Optional<Policy.Owner> owner = policy.owners().of(account, org);
        if (owner.isPresent() && owners.overrun(owner.get()).isEmpty()) {
            return "owner:" + owner.get().org();
        }
        return owner.isPresent() || org.isEmpty() ? "account:" + account : "org:" + org;
    }

    /** The overrun of the owner that declared an account. */
    Optional<Overrun> overrun(String account, Policy policy) {
        return policy.owners().of(account, contributions.org(account)).flatMap(owners::overrun);
    }

    /** What an account of a ring contributed last, as it weighs in a UTC day. */
    Optional<Contributed> contributed(String account, int day) {
        return contributions.latest(account, day);
    }

    Optional<Membership> membership(String account) {
        return Optional.ofNullable(memberships.get(account));
    }

    Set<String> accountsInRings() {
        return new TreeSet<>(memberships.keySet());
    }

    /** Keeps what an account inherits; says whether that is news. */
    boolean keep(Membership membership) {
        Membership before = memberships.get(membership.account());
        if (membership.equals(before)) {
            return false;
        }
        if (membership.belongs()) {
            memberships.put(membership.account(), membership);
            members.put(key(membership.account()), membershipCodec.encode(membership));
        } else {
            memberships.remove(membership.account());
            members.delete(key(membership.account()));
            contributions.release(membership.account());
        }
        return true;
    }

    Optional<Act> readAct(byte[] value) {
        try {
            return Optional.of(actCodec.decode(value));
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    void keepAct(byte[] value) {
        acts.keep(Wire.own(actCodec, value).subject(), value);
    }

    /** What people decided about a ring, and the promotions of the policy. */
    List<Act> acts(String id, Policy policy) {
        return acts.of(id, policy);
    }

    /** The foundings of the rings remembered, by name. */
    Map<String, Founding> foundings() {
        Map<String, Founding> foundings = new TreeMap<>();
        memories.forEach((id, memory) -> foundings.put(id, memory.founding()));
        return foundings;
    }

    RingMemory memory(String id, Founding founding) {
        RingMemory known = memories.get(id);
        return known == null ? RingMemory.start(founding, lifted.of(id)) : known;
    }

    void keep(String id, RingMemory memory) {
        memories.put(id, memory);
        rings.put(key(id), memory.encode());
        lifted.forget(id);
    }

    /** Forgets a ring, but not what a person lifted of it; gives what was remembered. */
    RingMemory forget(String id) {
        rings.delete(key(id));
        RingMemory memory = Objects.requireNonNull(memories.remove(id), id);
        lifted.keep(id, memory.forgiven());
        return memory;
    }

    private void keep(LinkBook.Change change) {
        byte[] account = Wire.key(change.account());
        Bytes key = Bytes.wrap(ByteBuffer.allocate(account.length + 2 + Long.BYTES)
                .put(account)
                .put((byte) 0)
                .put((byte) change.artefact().kind().ordinal())
                .putLong(change.artefact().value())
                .array());
        links.put(key, change.now().map(RingShelf::bytes).orElse(null));
    }

    private void restore() {
        try (KeyValueIterator<Bytes, byte[]> entries = links.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                ByteBuffer key = ByteBuffer.wrap(entry.key.get());
                byte[] account = new byte[key.limit() - 2 - Long.BYTES];
                key.get(account).get();
                Artefact artefact = new Artefact(ArtefactKind.values()[key.get()], key.getLong());
                book.restore(Wire.text(account), artefact, link(entry.value));
            }
        }
        try (KeyValueIterator<Bytes, byte[]> entries = rings.all()) {
            entries.forEachRemaining(entry -> {
                if (!lifted.restore(entry.key, entry.value)) {
                    memories.put(Wire.text(entry.key.get()), RingMemory.decode(entry.value));
                }
            });
        }
        try (KeyValueIterator<Bytes, byte[]> entries = members.all()) {
            entries.forEachRemaining(
                    entry -> memberships.put(Wire.text(entry.key.get()), Wire.own(membershipCodec, entry.value)));
        }
    }

    private static byte[] bytes(Link link) {
        ByteBuffer out = ByteBuffer.allocate((link.shared() == 0 ? 4 : 5) * Long.BYTES)
                .putLong(link.since())
                .putLong(link.epoch())
                .putLong(link.count())
                .putLong(link.of());
        return link.shared() == 0 ? out.array() : out.putLong(link.shared()).array();
    }

    private static Link link(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // A fifth number only where a sharing group hashed it.
        return new Link(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.hasRemaining() ? in.getLong() : 0);
    }

    private static Bytes key(String subject) {
        return Bytes.wrap(Wire.key(subject));
    }
}
