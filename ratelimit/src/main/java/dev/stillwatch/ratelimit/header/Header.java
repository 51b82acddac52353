// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

/**
 * One line of a header.
 *
 * @param name in lower case, as HTTP/2 wants it
 * @param value printable ASCII
 */
public record Header(String name, String value) {}
