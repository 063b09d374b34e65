package org.campaignstatus.routefile;

import java.util.Optional;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ArtifactModel;

/** The Maven artifact that brings a component, language or data format of Camel. */
final class CamelArtifact {

    private CamelArtifact() {}

    static Optional<String> ofComponent(String scheme) {
        return of(new DefaultCamelCatalog().componentModel(scheme));
    }

    static Optional<String> ofLanguage(String name) {
        return of(new DefaultCamelCatalog().languageModel(name));
    }

    static Optional<String> ofDataFormat(String name) {
        return of(new DefaultCamelCatalog().dataFormatModel(name));
    }

    private static Optional<String> of(ArtifactModel<?> model) {
        return Optional.ofNullable(model).map(ArtifactModel::getArtifactId);
    }

    /** @return what an operator does to have it */
    static String fetch(String artifact) {
        return "expected " + artifact + " in ext/, which mvn -f ext/pom.xml dependency:copy-dependencies -Dartifact="
                + artifact + " fetches";
    }
}
