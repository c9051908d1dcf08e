/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The POMs of a release: the parent, the libraries and the BOM, which has no parent. */
class PublishedPomTest {
    private static final Path ROOT = Path.of("..");
    private static final String GPG = "plugin[artifactId='maven-gpg-plugin']";

    private final XPath xpath = XPathFactory.newInstance().newXPath();
    private Pom parent;
    private Pom bom;

    @BeforeEach
    void read() throws Exception {
        parent = Pom.read(ROOT.resolve("pom.xml"), xpath);
        bom = Pom.read(ROOT.resolve("bom/pom.xml"), xpath);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "url",
                "inceptionYear",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/id",
                "developers/developer/name",
                "developers/developer/url",
                "scm/connection",
                "scm/developerConnection",
                "scm/url",
                "properties/project.build.outputTimestamp",
                "profiles/profile[id='release']//" + GPG + "/version"
            })
    void parentAndBomHaveTheSameMetadata(String path) throws Exception {
        assertThat(parent.text(path)).isNotBlank().isEqualTo(bom.text(path));
    }

    @Test
    void bomListsAllPublishedModules() throws Exception {
        List<String> published = new ArrayList<>();
        for (Pom pom : published()) {
            published.add(pom.text("artifactId"));
        }

        assertThat(published).contains("hcbridge-protocol", "hcbridge-ipc-server");
        assertThat(bom.texts("dependencyManagement/dependencies/dependency/artifactId"))
                .containsExactlyInAnyOrderElementsOf(published);
        assertThat(bom.texts("dependencyManagement/dependencies/dependency/groupId"))
                .containsOnly("io.hcbridge");
        assertThat(bom.texts("dependencyManagement/dependencies/dependency/version"))
                .containsOnly("${project.version}");
    }

    @Test
    void publishedModulesHaveNameAndDescription() throws Exception {
        assertThat(Stream.concat(published().stream(), Stream.of(parent, bom)))
                .allSatisfy(pom -> assertThat(List.of(pom.text("name"), pom.text("description")))
                        .doesNotContain(""));
    }

    /** A Maven Central release needs these jars. The ordinary build must not wait for them. */
    @Test
    void onlyTheProfileReleaseMakesSourcesJavadocAndSignatures() throws Exception {
        assertThat(parent.texts("profiles/profile[id='release']/build/plugins/plugin/artifactId"))
                .containsExactly("maven-source-plugin", "maven-javadoc-plugin", "maven-gpg-plugin");
        assertThat(parent.texts("profiles/profile/activation")).isEmpty();
        assertThat(parent.texts("build//" + GPG)).isEmpty();
        assertThat(bom.texts("build//" + GPG)).isEmpty();
    }

    @Test
    void documentsShowTheCoordinatesOfThisVersion() throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String version = parent.text("version");

        assertThat(readme.contains(
                        "<artifactId>hcbridge-ipc-server</artifactId>\n  <version>" + version + "</version>"))
                .as("coordinates for Maven")
                .isTrue();
        assertThat(readme.contains("implementation(\"io.hcbridge:hcbridge-ipc-server:" + version + "\")"))
                .as("coordinates for Gradle")
                .isTrue();
        assertThat(Files.readString(ROOT.resolve("docs/LIBRARY.md"))
                        .contains("<artifactId>hcbridge-bom</artifactId>\n      <version>" + version + "</version>"))
                .as("coordinates of the BOM")
                .isTrue();
    }

    private List<Pom> published() throws Exception {
        List<Pom> poms = new ArrayList<>();
        for (String module : parent.texts("modules/module")) {
            Pom pom = Pom.read(ROOT.resolve(module).resolve("pom.xml"), xpath);
            if (!module.equals("bom")
                    && !pom.text("properties/maven.deploy.skip").equals("true")) {
                poms.add(pom);
            }
        }
        return poms;
    }

    private record Pom(Document document, XPath xpath) {
        static Pom read(Path file, XPath xpath) throws Exception {
            return new Pom(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()), xpath);
        }

        /** Returns the text of the first element with this path below {@code project}; empty if there is none. */
        String text(String path) throws XPathExpressionException {
            return xpath.evaluate("/project/" + path, document);
        }

        List<String> texts(String path) throws XPathExpressionException {
            NodeList nodes = (NodeList) xpath.evaluate("/project/" + path, document, XPathConstants.NODESET);
            return IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent())
                    .toList();
        }
    }
}
