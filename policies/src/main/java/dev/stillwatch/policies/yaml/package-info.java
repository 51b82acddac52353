// SPDX-License-Identifier: Apache-2.0
/**
 * Configuration files as trees that know where each value stands, their JSON Schemas, and problems with file, line,
 * column and what was expected. YAML library types never leave this package.
 */
@NullMarked
package dev.stillwatch.policies.yaml;

import org.jspecify.annotations.NullMarked;
