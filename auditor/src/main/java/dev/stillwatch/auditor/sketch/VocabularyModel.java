// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/** The sentence model on the class path that the vocabulary table is derived from; it never sees a user's text. */
final class VocabularyModel {
    private static final String WEIGHTS = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final int BATCH = 256;
    private static final int SHAPE = 3;
    private static final long LOADER_STACK_BYTES = 64L << 20;

    private final byte[] weights;
    private final byte[] tokenizer;

    private VocabularyModel(byte[] weights, byte[] tokenizer) {
        this.weights = weights;
        this.tokenizer = tokenizer;
    }

    /** The model of the class path. */
    static VocabularyModel ofClassPath() {
        return new VocabularyModel(resource(WEIGHTS), resource(TOKENIZER));
    }

    /** SHA-256 over weights and tokenizer. */
    byte[] fingerprint() {
        MessageDigest digest = Sha256.digest();
        digest.update(weights);
        digest.update(tokenizer);
        return digest.digest();
    }

    /** The vocabulary in the order of ids. */
    List<String> vocabulary() {
        try {
            JsonNode entries =
                    new ObjectMapper().readTree(tokenizer).path("model").path("vocab");
            Map<Integer, String> byId = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : entries.properties()) {
                byId.put(entry.getValue().asInt(), entry.getKey());
            }
            return List.copyOf(byId.values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state of every token alone, {@code [CLS] token [SEP]}, averaged over its three places. */
    float[][] states(List<String> vocabulary) {
        long start = vocabulary.indexOf("[CLS]");
        long end = vocabulary.indexOf("[SEP]");
        float[][] states = new float[vocabulary.size()][];
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // One thread a call: a split of one product over threads would depend on the machine.
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(weights, options)) {
                List<Integer> batches = new ArrayList<>();
                for (int from = 0; from < states.length; from += BATCH) {
                    batches.add(from);
                }
                batches.parallelStream().forEach(from -> {
                    int to = Math.min(from + BATCH, states.length);
                    run(environment, session, IntStream.range(from, to).toArray(), start, end, states);
                });
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the vocabulary model does not run: " + e.getMessage(), e);
        }
        return states;
    }

    // Loading the native library needs more than a Java thread's usual 1 MB of stack when the command line is long (a
    // class path of 9 KB is enough) and ends the process otherwise.
    private static OrtEnvironment environment() {
        FutureTask<OrtEnvironment> loading = new FutureTask<>(OrtEnvironment::getEnvironment);
        new Thread(null, loading, "onnxruntime-loader", LOADER_STACK_BYTES).start();
        try {
            return loading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the vocabulary model was loaded", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the vocabulary model does not load: " + e.getMessage(), e);
        }
    }

    private static void run(
            OrtEnvironment environment, OrtSession session, int[] tokens, long start, long end, float[][] states) {
        long[] ids = new long[tokens.length * SHAPE];
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        for (int i = 0; i < tokens.length; i++) {
            ids[i * SHAPE] = start;
            ids[i * SHAPE + 1] = tokens[i];
            ids[i * SHAPE + 2] = end;
        }
        long[] shape = {tokens.length, SHAPE};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            float[][][] output = (float[][][]) result.get(0).getValue();
            for (int i = 0; i < tokens.length; i++) {
                states[tokens[i]] = mean(output[i]);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the vocabulary model does not run: " + e.getMessage(), e);
        }
    }

    private static float[] mean(float[][] places) {
        float[] mean = new float[places[0].length];
        for (float[] place : places) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += place[k] / places.length;
            }
        }
        return mean;
    }

    private static byte[] resource(String name) {
        try (InputStream in = VocabularyModel.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + name + ": add the MiniLM model jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
