package dev.posthaste;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.NullMarked;

/** The architecture rules for the packages below {@code base}. */
final class ArchitectureRules {

    private static final Set<String> BANNED_PACKAGES =
            Set.of("domain", "auth", "common", "util", "core", "service", "model", "dto", "manager", "impl");

    private static final Pattern BANNED_CLASS =
            Pattern.compile("(Abstract|Base|Common)[A-Z].*|.*(Impl|Utils?|Helper|Manager)");

    private static final Pattern NOW = Pattern.compile(
            "java\\.time\\.\\w+\\.now|java\\.lang\\.System\\.currentTimeMillis|java\\.time\\.Clock\\.system\\w*"
                    + "|java\\.time\\.InstantSource\\.system");

    private static final Pattern WAITING = Pattern.compile("io\\.smallrye\\.mutiny\\..*\\.await\\w*"
            + "|.*\\.\\w+AndAwait"
            + "|java\\.lang\\.Thread\\.sleep"
            + "|java\\.lang\\.Object\\.wait"
            + "|java\\.util\\.concurrent\\.(CountDownLatch|CyclicBarrier|Phaser)\\.await\\w*"
            + "|java\\.util\\.concurrent\\.(CompletableFuture|Future)\\.(get|join)");

    private static final Pattern PRINTING =
            Pattern.compile("java\\.lang\\.System\\.(out|err)|java\\.lang\\.Throwable\\.printStackTrace");

    private static final Pattern LOCALE = Pattern.compile("java\\.lang\\.String\\.to(Lower|Upper)Case\\(\\)");

    /** Exempt: the address of a request's client is not a socket. */
    private static final Class<?>[] HARMLESS = {SocketAddress.class, io.vertx.mutiny.core.net.SocketAddress.class};

    private final String base;

    ArchitectureRules(String base) {
        this.base = base;
    }

    ArchRule every_package_is_in_the_dependency_table() {
        return classes().should(check("be in a package of the dependency table", (type, events) -> {
            if (packageOf(type).isEmpty()) {
                violated(
                        events,
                        type,
                        type.getName() + " is in " + type.getPackageName() + ", which is not in the dependency table");
            }
        }));
    }

    ArchRule a_package_depends_only_on_what_its_row_allows() {
        return classes().should(check("depend only on the packages of its row", (type, events) -> {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String reader = packageOf(type).orElse("");
                String read = packageOf(dependency.getTargetClass()).orElse(reader);
                if (!DependencyTable.mayRead(reader, read)) {
                    violated(events, type, reader + " may not read " + read + ": " + dependency.getDescription());
                }
            }
        }));
    }

    ArchRule values_and_codecs_depend_only_on_the_jdk() {
        return classes()
                .that(are("in a package that may depend only on the JDK", DependencyTable.JDK_ONLY::contains))
                .should(not(dependOnClassesThat(
                        DescribedPredicate.not(resideInAnyPackage("java..", "org.jspecify.annotations", base + "..")))))
                .allowEmptyShould(true);
    }

    ArchRule hibernate_and_sql_stay_in_postgres() {
        return only(
                path -> DependencyTable.isAdapter(path, "postgres"),
                "org.hibernate..",
                "jakarta.persistence..",
                "io.quarkus.hibernate..",
                "io.quarkus.reactive.datasource..",
                "io.vertx.sqlclient..",
                "io.vertx.pgclient..",
                "io.vertx.mutiny.sqlclient..",
                "io.vertx.mutiny.pgclient..",
                "java.sql..",
                "javax.sql..",
                "org.postgresql..");
    }

    ArchRule redis_clients_stay_in_redis() {
        return only(
                path -> DependencyTable.isAdapter(path, "redis"),
                "io.quarkus.redis..",
                "io.vertx.redis..",
                "io.vertx.mutiny.redis..");
    }

    ArchRule the_client_of_s3_stays_in_s3() {
        return only(path -> DependencyTable.isAdapter(path, "s3"), "software.amazon.awssdk..");
    }

    ArchRule sockets_stay_with_their_owners() {
        return only(
                path -> path.endsWith(".server")
                        || Set.of("listener", "smtp.client", "dns", "certificate")
                                .contains(path),
                "io.netty.channel..",
                "io.vertx.core.net..",
                "io.vertx.mutiny.core.net..");
    }

    ArchRule generated_grpc_types_stay_in_api_grpc() {
        return only(path -> path.equals("api.grpc"), base + '.' + DependencyTable.GENERATED + "..", "io.grpc..");
    }

    ArchRule no_name_is_banned() {
        return classes().should(check("have no banned name", (type, events) -> {
            if (BANNED_CLASS.matcher(type.getSimpleName()).matches() && !isKeyOrTrustManager(type)) {
                violated(events, type, type.getName() + " has a banned name");
            }
            Stream.of(path(type).split("\\."))
                    .filter(BANNED_PACKAGES::contains)
                    .forEach(word -> violated(events, type, type.getName() + " is in a package named " + word));
        }));
    }

    ArchRule every_package_is_documented_and_null_marked() {
        return classes().should(check("be in a package with a package-info.java and @NullMarked", (type, events) -> {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                violated(events, type, type.getPackageName() + " has no package-info.java with @NullMarked");
            }
        }));
    }

    /**
     * Exempt are components of records, which are what their accessors return, and private variables, which may be empty
     * for a while.
     */
    ArchRule no_field_is_optional() {
        return fields().that(DescribedPredicate.describe(
                        "not private or final", field -> !field.getOwner().isRecord() && !isPrivateVariable(field)))
                .should()
                .notHaveRawType(Optional.class)
                .allowEmptyShould(true);
    }

    ArchRule nothing_is_injected_into_a_field() {
        return fields().should().notBeAnnotatedWith(Inject.class).allowEmptyShould(true);
    }

    ArchRule nothing_reads_the_system_clock() {
        return neverUses("ask the system for the time (take an InstantSource)", NOW);
    }

    ArchRule nothing_blocks() {
        return neverUses("wait for a result or for time to pass", WAITING);
    }

    ArchRule nothing_holds_a_monitor() {
        return classes()
                .that(are("outside app", path -> !path.equals(DependencyTable.APP)))
                .should(check(
                        "have no synchronized method",
                        (type, events) -> type.getMethods().stream()
                                .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                                .forEach(method -> violated(events, type, method.getFullName() + " is synchronized"))));
    }

    ArchRule nothing_prints() {
        return neverUses("print", PRINTING);
    }

    /**
     * JBoss Logging is the framework's own; System.Logger would format by MessageFormat, which groups digits and takes apostrophes
     * away. {@code Schema} logs nothing: it sets the level of another library before the framework can.
     */
    ArchRule logging_has_one_api() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(base + ".app.Schema")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "log in another way than by org.jboss.logging",
                        type -> type.getName().startsWith("java.lang.System$Logger")
                                || type.getPackageName().startsWith("java.util.logging")
                                || type.getPackageName().startsWith("org.slf4j")
                                || type.getPackageName().startsWith("org.apache.commons.logging")
                                || type.getPackageName().startsWith("io.quarkus.logging")));
    }

    ArchRule nothing_is_deserialised_and_no_management_port_is_opened() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.rmi..", "javax.management.remote..");
    }

    ArchRule case_conversion_has_a_locale() {
        return neverUses("change the case of letters without a locale", LOCALE);
    }

    /** The package name without the base. */
    private String path(JavaClass type) {
        return type.getPackageName().substring(Math.min(type.getPackageName().length(), base.length() + 1));
    }

    private Optional<String> packageOf(JavaClass type) {
        return type.getPackageName().startsWith(base + '.') ? DependencyTable.find(path(type)) : Optional.empty();
    }

    private DescribedPredicate<JavaClass> are(String description, Predicate<String> condition) {
        return DescribedPredicate.describe(
                description, type -> packageOf(type).filter(condition).isPresent());
    }

    private ArchRule only(Predicate<String> condition, String... packages) {
        return classes()
                .that(are("elsewhere", name -> !name.equals(DependencyTable.APP) && !condition.test(name)))
                .should(not(dependOnClassesThat(
                        resideInAnyPackage(packages).and(DescribedPredicate.not(belongToAnyOf(HARMLESS))))))
                .allowEmptyShould(true);
    }

    private ArchRule neverUses(String description, Pattern banned) {
        return classes()
                .that(are("outside app", path -> !path.equals(DependencyTable.APP)))
                .should(check(
                        "never " + description,
                        (type, events) -> uses(type)
                                .filter(access ->
                                        banned.matcher(name(access.getTarget())).matches())
                                .forEach(access -> violated(events, type, access.getDescription()))))
                .allowEmptyShould(true);
    }

    private static Stream<JavaAccess<?>> uses(JavaClass type) {
        return Stream.of(type.getAccessesFromSelf(), type.getMethodReferencesFromSelf())
                .flatMap(Set::stream);
    }

    /** A method without parameters has its parentheses, so that it can be told from its namesakes. */
    private static String name(AccessTarget target) {
        return target instanceof AccessTarget.MethodCallTarget method
                        && method.getRawParameterTypes().isEmpty()
                        && LOCALE.matcher(method.getFullName()).matches()
                ? method.getFullName()
                : target.getOwner().getName().replace('$', '.') + '.' + target.getName();
    }

    /** Implementations of Java's key and trust managers may be named after them. */
    private static boolean isKeyOrTrustManager(JavaClass type) {
        return type.isAssignableTo(KeyManager.class) || type.isAssignableTo(TrustManager.class);
    }

    private static boolean isPrivateVariable(JavaField field) {
        return field.getModifiers().contains(JavaModifier.PRIVATE)
                && !field.getModifiers().contains(JavaModifier.FINAL);
    }

    private static ArchCondition<JavaClass> check(String description, BiConsumer<JavaClass, ConditionEvents> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, events);
            }
        };
    }

    private static void violated(ConditionEvents events, JavaClass type, String message) {
        events.add(SimpleConditionEvent.violated(type, message));
    }
}
