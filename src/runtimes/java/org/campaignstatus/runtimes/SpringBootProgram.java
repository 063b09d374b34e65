package org.campaignstatus.runtimes;

import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The routes in Camel Spring Boot: an application of little more than the dependency on the beans. */
@SpringBootApplication
public class SpringBootProgram {

    public static void main(String[] args) {
        SpringApplication.run(SpringBootProgram.class, args);
    }

    /** A bean of the site's own in place of the one that the jar would bring: here for another port. */
    @Bean
    ArtemisConnectionFactory connectionFactory(@Value("${camel.beans.connectionFactory.port}") int port) {
        ArtemisConnectionFactory factory = new ArtemisConnectionFactory();
        factory.setPort(port);
        return factory;
    }
}
