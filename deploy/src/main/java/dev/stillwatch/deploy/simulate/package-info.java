// SPDX-License-Identifier: Apache-2.0
/**
 * Labelled traffic: accounts composed as text source × arrival model × session model, drawn from one seed. The texts
 * may be real and the arrival figures are, but the accounts are composed: no public log joins the three. Everything is
 * single-threaded and deterministic: one recipe gives one sequence of bytes.
 */
@NullMarked
package dev.stillwatch.deploy.simulate;

import org.jspecify.annotations.NullMarked;
