package org.campaignstatus.runtimes;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The routes in Camel Spring Boot: an application of little more than the dependency on the beans. */
@SpringBootApplication
public class SpringBootProgram {

    static final String DATABASE = "application.db";

    public static void main(String[] args) {
        SpringApplication.run(SpringBootProgram.class, args);
    }

    /** A bean of the application's own in place of the one of the jar. */
    @Bean
    HikariDataSource dataSource() {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl("jdbc:sqlite:" + DATABASE);
        dataSource.setMaximumPoolSize(1);
        return dataSource;
    }
}
