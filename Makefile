# Needs a JDK 21 or newer and make; and Maven 3.8 or newer, which the wrapper fetches where there is none. See README.md.

JAR := target/quarkus-app/quarkus-run.jar
START := target/quarkus-app/java.args
SOURCES := pom.xml $(shell find src/main proto openapi -type f 2>/dev/null)

# Found when a target needs it, and then once.
JDK = $(eval JDK := $$(shell bash .mvn/find-jdk))$(or $(JDK),$(error no JDK))
MVN = $(eval MVN := $$(shell command -v mvn || echo bash .mvn/mvnw))$(MVN)
MAVEN = JAVA_HOME="$(JDK)" $(MVN) --batch-mode --no-transfer-progress -Dstyle.color=never

# make torture: how many disturbances (0: the disasters alone), from which seed, how long the database is gone.
KILLS ?= 100
SEED ?= $(shell date +%s)
GONE ?= 30

# make bench: milliseconds more that a disk flush takes, for mail in alone; 1: one flush at a time.
FLUSH ?=
QUEUE ?=

.PHONY: run build test fuzz ci clients torture demo bench image javadoc format lint-proto clean

# The whole server in the foreground, on this machine alone. exec: a SIGTERM reaches the server, not a shell.
run: $(JAR) $(START)
	@POSTHASTE_MODE="$${POSTHASTE_MODE:-local}" exec "$(JDK)/bin/java" @$(START) -jar $(JAR)

build: $(JAR) $(START)

# What makes a start quick: half a minute once for each build. A failure is said, and costs no more than that.
$(START): $(JAR) src/start/train src/start/TrainingLoad.java src/demo/Demo.java
	@JAVA_HOME="$(JDK)" bash src/start/train

$(JAR): $(SOURCES)
	$(MAVEN) package -DskipTests -Dspotless.check.skip=true
	@touch $(JAR)

# Format, compile, unit and adapter tests, package, transcripts and end-to-end tests; at the end, what the unit tests covered.
test:
	$(MAVEN) verify
	@awk -f .mvn/coverage.awk target/site/jacoco/jacoco.csv

# Every random run again with as many cases as one likes; a failure names the case that repeats it.
CASES ?= 1000000
FUZZ = $(shell grep -rlE '\bFuzz\.(cases|CASES)\b' src/test/java --include='*Test.java' | sed 's:.*/::; s:\.java$$::' | sort -u | paste -sd,)
fuzz:
	$(MAVEN) test-compile surefire:test@default-test -Dsurefire.failIfNoSpecifiedTests=false \
		-Dposthaste.fuzz.cases=$(CASES) -Dtest='$(FUZZ)'

# The same on a machine that has only the JDK.
ci:
	bash .ci/run

# Clients that nobody here wrote, all of them, against a server of their own: a line each, PASS, FAIL or SKIP (not
# installed: how to install). `make clients CLIENTS="curl mbsync"` runs these alone; src/docs/clients.md says what each does.
clients: $(JAR)
	@JAVA_HOME="$(JDK)" python3 src/test/clients/run.py $(CLIENTS)

# kill -9 and worse at random moments under load, then disk full and database gone; the report is target/torture.md.
# make torture [KILLS=n] [SEED=s] [GONE=seconds]; it fails if anything that was acknowledged is lost.
torture:
	$(MAVEN) verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true \
		-Dit.test='TortureIT,DisasterIT,FrozenNodeIT' -Dtorture.kills=$(KILLS) -Dtorture.seed=$(SEED) -Dtorture.gone=$(GONE) -Dtorture.frozen=75

# Against a server that is running.
demo: $(JAR)
	@JAVA_HOME="$(JDK)" bash src/demo/run

bench: $(JAR) $(START)
	@JAVA_HOME="$(JDK)" FLUSH="$(FLUSH)" QUEUE="$(QUEUE)" bash src/bench/run

# The container image, built, pushed to a registry of its own, taken apart and run as its user (root, on Debian).
image:
	@JAVA_HOME="$(JDK)" bash src/test/image/run

# Where npx is not, it says so and passes.
lint-proto:
	@if command -v npx > /dev/null; then cd proto && npx --yes @bufbuild/buf@1 lint; else echo 'lint-proto: npx is missing, skipped'; fi

# The pages of javadoc in target/javadoc, without warnings; a part of make test.
javadoc:
	$(MAVEN) test -Dtest=JavadocTest -Dsurefire.failIfNoSpecifiedTests=false

format:
	$(MAVEN) spotless:apply

clean:
	rm -rf target
