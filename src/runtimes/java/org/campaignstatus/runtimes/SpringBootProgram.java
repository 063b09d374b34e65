package org.campaignstatus.runtimes;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The routes in Camel Spring Boot: an application of nothing but the dependency on the beans. */
@SpringBootApplication
public class SpringBootProgram {

    public static void main(String[] args) {
        SpringApplication.run(SpringBootProgram.class, args);
    }
}
