// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.yaml;

import java.util.List;

/** A file cannot be used; says everything that is wrong with it, not only the first thing. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** At least one problem. */
    public RefusedException(List<Problem> problems) {
        super(problems.get(0).toString());
        this.problems = List.copyOf(problems);
    }

    /** One problem. */
    public RefusedException(Problem problem) {
        this(List.of(problem));
    }

    /** All problems, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
