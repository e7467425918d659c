# Needs a JDK 21 or newer, Maven 3.8 or newer, and make; see README.md.

JAR := target/quarkus-app/quarkus-run.jar
SOURCES := pom.xml $(shell find src/main proto openapi -type f 2>/dev/null)

# Found when a target needs it, and then once.
JDK = $(eval JDK := $$(shell bash .mvn/find-jdk))$(or $(JDK),$(error no JDK))
MAVEN = JAVA_HOME="$(JDK)" mvn --batch-mode --no-transfer-progress -Dstyle.color=never

.PHONY: run build test ci demo bench format lint-proto clean clients

# The whole server in the foreground, on this machine alone. exec: a SIGTERM reaches the server, not a shell.
run: $(JAR)
	@POSTHASTE_MODE="$${POSTHASTE_MODE:-local}" exec "$(JDK)/bin/java" -jar $(JAR)

build: $(JAR)

$(JAR): $(SOURCES)
	$(MAVEN) package -DskipTests -Dspotless.check.skip=true
	@touch $(JAR)

# Format, compile, unit and adapter tests, package, transcripts and end-to-end tests.
test:
	$(MAVEN) verify

# The same on a machine that has only the JDK.
ci:
	bash .ci/run

# Clients that nobody here wrote, all of them, against a server of their own: a line each, PASS, FAIL or SKIP (not
# installed: how to install). `make clients CLIENTS="curl mbsync"` runs these alone; src/docs/clients.md says what each does.
clients: $(JAR)
	@JAVA_HOME="$(JDK)" python3 src/test/clients/run.py $(CLIENTS)

# Against a server that is running.
demo: $(JAR)
	@JAVA_HOME="$(JDK)" bash src/demo/run

bench: $(JAR)
	@JAVA_HOME="$(JDK)" bash src/bench/run

# Where npx is not, it says so and passes.
lint-proto:
	@if command -v npx > /dev/null; then cd proto && npx --yes @bufbuild/buf@1 lint; else echo 'lint-proto: npx is missing, skipped'; fi

format:
	$(MAVEN) spotless:apply

clean:
	rm -rf target
