// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** A gateway before a model server; its routes and properties are in {@code application.yml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Gateway {
    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(Gateway.class, arguments);
    }
}
