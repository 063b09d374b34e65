package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;

class ArtemisConnectionFactoryTest {

    @Test
    void aUrlThatIsRejectedIsShownWithoutTheSecretsInIt() {
        ArtemisConnectionFactory factory = new ArtemisConnectionFactory();
        factory.setBrokerUrl("tcq://broker.example.com:61617?trustStorePassword=hush-hush");

        assertThatThrownBy(factory::start)
                .isInstanceOf(JMSException.class)
                .hasMessage(
                        "jms.broker-url is 'tcq://broker.example.com:61617?***', allowed is embedded or an Artemis URL,"
                                + " for example tcp://broker.example.com:61616");
    }
}
