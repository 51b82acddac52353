// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    @Test
    void anInputProblemSpeaksForItself() {
        assertThat(Problems.line(new InputProblem("no --usage given; name a file\nmore")))
                .isEqualTo("no --usage given; name a file");
    }

    @Test
    void filesAreNamed() {
        assertThat(Problems.line(new NoSuchFileException("a.jsonl"))).isEqualTo("no such file or directory: a.jsonl");
        assertThat(Problems.line(new AccessDeniedException("a.jsonl"))).isEqualTo("no permission for a.jsonl");
        assertThat(Problems.line(new UncheckedIOException(new NoSuchFileException("b"))))
                .endsWith("b");
    }

    @Test
    void anythingElseSaysHowToSeeMore() {
        assertThat(Problems.line(new IOException())).contains("IOException").contains("--stacktrace");
    }
}
