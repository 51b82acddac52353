// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.List;

/**
 * Leaves the sign sketch of the prompt, the number of word pieces read and the likeness to the nearest elicitation
 * seed. Likeness is the cosine of the two embeddings as the share of equal signs estimates it: cos(π · distance / 512)
 * (Charikar 2002), with a standard error of about 0.05 at a cosine of 0.75.
 */
final class SketchReader implements TextReader {
    private final Sketcher sketcher;
    private final List<SignSketch> seeds;

    SketchReader(KeyedEmbedding embedding, List<String> seedTexts) {
        this.sketcher = new Sketcher(embedding);
        this.seeds = seedTexts.stream().map(sketcher::sketch).toList();
    }

    @Override
    public void read(ExchangeText text, Reading reading) {
        SignSketch sketch = sketcher.sketch(text.prompt());
        reading.sketch(sketch, sketcher.tokens());
        if (sketcher.cut()) {
            reading.unconfirmed();
        }
        if (sketch.isNone()) {
            return;
        }
        int nearest = SignSketch.BITS;
        for (SignSketch seed : seeds) {
            nearest = Math.min(nearest, sketch.distance(seed));
        }
        reading.elicitation(likeness(nearest));
    }

    /** Cosine as 0..255 for the given distance in bits. */
    static int likeness(int distance) {
        double cosine = StrictMath.cos(StrictMath.PI * distance / SignSketch.BITS);
        return (int) Math.round(255 * Math.max(0, cosine));
    }
}
