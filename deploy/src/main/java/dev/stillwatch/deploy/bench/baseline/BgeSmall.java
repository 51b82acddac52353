// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.auditor.sketch.WordPieces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The bge-small-en-v1.5 sentence model (384 values, unit length: the state of the first token), as the paper behind
 * {@link WindowedMmd} uses it. {@link EmbeddingCache} keeps what it gave. One thread only.
 */
public final class BgeSmall implements Function<String, float[]>, AutoCloseable {
    /** Values of an embedding. */
    public static final int SIZE = 384;

    private static final int LONGEST = 128;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final WordPieces pieces;
    private final long start;
    private final long end;

    private BgeSmall(OrtSession session, List<String> vocabulary) {
        this.session = session;
        this.pieces = new WordPieces(vocabulary);
        this.start = vocabulary.indexOf("[CLS]");
        this.end = vocabulary.indexOf("[SEP]");
    }

    /** Loads the model from the class path. */
    public static BgeSmall load() {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            OrtSession session =
                    OrtEnvironment.getEnvironment().createSession(resource("/bge-small-en-v1.5-q.onnx"), options);
            JsonNode entries = new ObjectMapper()
                    .readTree(resource("/bge-small-en-v1.5-q-tokenizer.json"))
                    .path("model")
                    .path("vocab");
            Map<Integer, String> byId = new TreeMap<>();
            entries.properties().forEach(entry -> byId.put(entry.getValue().asInt(), entry.getKey()));
            return new BgeSmall(session, List.copyOf(byId.values()));
        } catch (OrtException e) {
            throw new IllegalStateException("the bge-small model does not load: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = BgeSmall.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the class path lacks " + name + ": add the bge-small model jar");
            }
            return in.readAllBytes();
        }
    }

    @Override
    public float[] apply(String text) {
        int[] inner = pieces.ids(text, LONGEST - 2);
        long[] ids = new long[inner.length + 2];
        ids[0] = start;
        for (int i = 0; i < inner.length; i++) {
            ids[i + 1] = inner[i];
        }
        ids[ids.length - 1] = end;
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        long[] shape = {1, ids.length};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            return unit(((float[][][]) result.get(0).getValue())[0][0]);
        } catch (OrtException e) {
            throw new IllegalStateException("the bge-small model does not run: " + e.getMessage(), e);
        }
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        float norm = (float) Math.sqrt(square);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= norm;
        }
        return vector;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the bge-small model does not close: " + e.getMessage(), e);
        }
    }
}
