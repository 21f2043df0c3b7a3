package dev.isotherm.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know what. */
@AnalyzeClasses(packages = "dev.isotherm", importOptions = {
    ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {

    /** The engine's helpers for tests come in a jar of their own. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String ENGINE = "dev.isotherm.engine..";
    private static final String LAB = "dev.isotherm.lab..";
    private static final String SERVER = "dev.isotherm.server..";

    @ArchTest
    static final ArchRule ENGINE_KNOWS_NEITHER_LAB_NOR_SERVER = noClasses().that().resideInAPackage(ENGINE)
            .should().dependOnClassesThat().resideInAnyPackage(LAB, SERVER);

    @ArchTest
    static final ArchRule LAB_KNOWS_NO_SERVER = noClasses().that().resideInAPackage(LAB)
            .should().dependOnClassesThat().resideInAPackage(SERVER);

    @ArchTest
    static final ArchRule OF_THE_SERVER_ONLY_THE_COMMAND_LINE_KNOWS_THE_LAB = onlyIn(LAB, LAB, "dev.isotherm.server.cli", "dev.isotherm.bench..");

    @ArchTest
    static final ArchRule ONLY_THE_LAB_KNOWS_HIPPARCHUS = onlyIn("org.hipparchus..", LAB);

    @ArchTest
    static final ArchRule KERNELS_KNOW_NO_LIBTORCH = noClasses().that().resideInAPackage("dev.isotherm.cpu..")
            .should().dependOnClassesThat().resideInAnyPackage("org.bytedeco..", ENGINE, SERVER);

    @ArchTest
    static final ArchRule KERNELS_OF_GPUS_KNOW_NO_LIBTORCH = noClasses().that().resideInAPackage("dev.isotherm.cuda..")
            .should().dependOnClassesThat().resideInAnyPackage("org.bytedeco.pytorch..", ENGINE, SERVER);

    @ArchTest
    static final ArchRule ONLY_TWO_KNOW_CUDA = onlyIn("org.bytedeco.cuda..", "dev.isotherm.cuda", "dev.isotherm.engine.torch");

    @ArchTest
    static final ArchRule ONLY_MODEL_AND_TORCH_KNOW_LIBTORCH =
            onlyIn("org.bytedeco..", "dev.isotherm.cuda", "dev.isotherm.engine.model", "dev.isotherm.engine.torch");

    @ArchTest
    static final ArchRule ONLY_FOUR_KNOW_THE_C_LIBRARY = onlyIn(
            "com.sun.jna..", "dev.isotherm.cpu", "dev.isotherm.engine.torch", "dev.isotherm.engine.hub.cache", "dev.isotherm.server.cli");

    @ArchTest
    static final ArchRule ONLY_TEXT_KNOWS_DJL = onlyIn("ai.djl..", "dev.isotherm.engine.text");

    @ArchTest
    static final ArchRule ONLY_WEIGHTS_KNOWS_PROTOBUF = onlyIn("com.google.protobuf..", "dev.isotherm.engine.weights");

    @ArchTest
    static final ArchRule ONLY_HTTP_KNOWS_JAVALIN = onlyIn("io.javalin..", "dev.isotherm.server.http");

    @ArchTest
    static final ArchRule ONLY_HTTP_KNOWS_JETTY = onlyIn("org.eclipse.jetty..", "dev.isotherm.server.http");

    @ArchTest
    static final ArchRule ONLY_METRICS_KNOWS_MICROMETER = onlyIn("io.micrometer..", "dev.isotherm.server.metrics");

    @ArchTest
    static final ArchRule ONLY_TRACING_KNOWS_OPENTELEMETRY = onlyIn("io.opentelemetry..", "dev.isotherm.server.tracing");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI = onlyIn("picocli..", "dev.isotherm.server.cli");

    @ArchTest
    static final ArchRule ONLY_THE_HUB_CLIENT_SPEAKS_HTTP = noClasses().that().resideInAPackage(ENGINE)
            .and().resideOutsideOfPackage("dev.isotherm.engine.hub.client")
            .should().dependOnClassesThat().haveFullyQualifiedName("java.net.HttpURLConnection");

    @ArchTest
    static final ArchRule THE_HUB_CLIENT_IS_BELOW_ITS_CACHE = noClasses().that().resideInAPackage("dev.isotherm.engine.hub.client")
            .should().dependOnClassesThat().resideInAnyPackage("dev.isotherm.engine.hub", "dev.isotherm.engine.hub.cache");

    @ArchTest
    static final ArchRule THE_HUB_CACHE_IS_BELOW_MODELS = noClasses().that().resideInAPackage("dev.isotherm.engine.hub.cache")
            .should().dependOnClassesThat().resideInAPackage("dev.isotherm.engine.hub");

    @ArchTest
    static final ArchRule NO_TENSOR_CROSSES_THE_ENCODER = noClasses().that()
            .haveSimpleName("Encoder").or().haveSimpleName("Output").or().haveSimpleName("Embedder")
            .should().dependOnClassesThat().resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule TEXT_IS_BELOW_MODELS = noClasses().that().resideInAPackage("dev.isotherm.engine.text")
            .should().dependOnClassesThat(resideInAPackage(ENGINE).and(not("dev.isotherm.engine.text")));

    @ArchTest
    static final ArchRule POLICIES_PLANNING_AND_POOLING_ARE_PURE = classes().that(resideInAnyPackage(
                    "dev.isotherm.engine.temperature", "dev.isotherm.engine.batch", "dev.isotherm.engine.pooling"))
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "dev.isotherm.engine.temperature",
                    "dev.isotherm.engine.batch", "dev.isotherm.engine.pooling", "dev.isotherm.engine.text");

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_ENGINE_FORM_NO_CYCLE =
            slices().matching("dev.isotherm.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_LAB_FORM_NO_CYCLE =
            slices().matching("dev.isotherm.lab.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_SERVER_FORM_NO_CYCLE =
            slices().matching("dev.isotherm.server.(*)..").should().beFreeOfCycles();

    private static ArchRule onlyIn(String library, String... homes) {
        return noClasses().that().resideInAPackage("dev.isotherm..").and().resideOutsideOfPackages(homes)
                .should().dependOnClassesThat().resideInAPackage(library);
    }

    private static DescribedPredicate<JavaClass> not(String home) {
        return DescribedPredicate.not(resideInAPackage(home));
    }
}
