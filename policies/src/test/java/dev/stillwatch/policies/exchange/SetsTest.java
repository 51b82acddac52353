// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The sets that stand in one word: fields, marks, flags. */
class SetsTest {
    @Test
    void aFieldSetHoldsWhatItWasGiven() {
        FieldSet set = FieldSet.of(List.of(Field.ID, Field.MODEL)).with(Field.LATENCY);

        assertThat(set.fields()).containsExactlyInAnyOrder(Field.ID, Field.MODEL, Field.LATENCY);
        assertThat(set.has(Field.MODEL)).isTrue();
        assertThat(set.has(Field.ORG)).isFalse();
        assertThat(FieldSet.NONE.fields()).isEmpty();
    }

    @Test
    void fieldSetsAddAndSubtract() {
        FieldSet one = FieldSet.of(Field.ID, Field.MODEL);
        FieldSet other = FieldSet.of(Field.MODEL, Field.ORG);

        assertThat(one.union(other)).isEqualTo(FieldSet.of(Field.ID, Field.MODEL, Field.ORG));
        assertThat(one.minus(other)).isEqualTo(FieldSet.of(Field.ID));
        assertThat(one.union(other).hasAll(one)).isTrue();
        assertThat(one.hasAll(other)).isFalse();
        assertThat(one.hasAll(FieldSet.NONE)).isTrue();
    }

    @Test
    void marksAddAndSubtract() {
        Marks marks = Marks.of(Mark.BACK_FILL).union(Marks.of(Mark.INLINE_TAGS));

        assertThat(marks.has(Mark.BACK_FILL)).isTrue();
        assertThat(marks.without(Mark.BACK_FILL).has(Mark.BACK_FILL)).isFalse();
        assertThat(marks.without(Mark.BACK_FILL)).isEqualTo(Marks.of(Mark.INLINE_TAGS));
        assertThat(marks.hasAny(Marks.ELICITATION)).isTrue();
        assertThat(Marks.NONE.hasAny(Marks.ELICITATION)).isFalse();
    }

    @Test
    void aStructureTellsItsFlags() {
        TextFeatures.Structure code = new TextFeatures.Structure(TextFeatures.Structure.CODE);

        assertThat(code.has(TextFeatures.Structure.CODE)).isTrue();
        assertThat(code.has(TextFeatures.Structure.DATA)).isFalse();
    }
}
