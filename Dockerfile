# syntax=docker/dockerfile:1
# The image, for processors (target cpu, the default) and for NVIDIA's GPUs (target cuda). docs/image.md says how to build and run it;
# image/prove carries these instructions out without Docker.
#
#   docker build -t isotherm .
#   docker build -t isotherm:cuda --target cuda --build-arg PROFILE=-Pgpu .

ARG DEBIAN=debian:bookworm-slim
ARG CUDA=nvidia/cuda:13.1.1-cudnn-runtime-ubuntu24.04

# ---- Maven builds the jars.
FROM ${DEBIAN} AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends binutils maven openjdk-17-jdk-headless unzip zip \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
ARG PROFILE=
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -ntp -DskipTests ${PROFILE} -pl server -am package

# A Java that has what the server uses: no compiler, no desktop. Its archive of JDK classes is what ours builds upon.
RUN jlink --strip-debug --no-header-files --no-man-pages --compress=2 --output /opt/java --add-modules \
      java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs \
    && find /opt/java -exec touch -h -d 2026-01-01T00:00:00Z {} + \
    && /opt/java/bin/java -Xshare:dump >/dev/null

# Layers by how often they change: natives and the model with a new LibTorch, other libraries with an update, our own with each build.
# Of the three models one. Natives lie unpacked and nowhere twice, but for CUDA's jar, by which the server knows a build for CUDA:
# JavaCPP calls OpenBLAS by a second name too, and the tokenizer's library lies in a folder of its version that it makes itself.
RUN mkdir -p /split/natives /split/heavy/lib /split/libraries /split/application/lib \
    && cp -r server/target/lib /split/libraries/ && cd /split/libraries/lib \
    && rm langchain4j-embeddings-all-minilm-* langchain4j-embeddings-e5-* \
    && ISOTHERM_NATIVE_CACHE=/tmp/unpacked /opt/java/bin/java -jar /src/server/target/isotherm.jar embed unpacked >/dev/null \
    && mv /tmp/unpacked/tokenizers /split/natives/ && rm -r /tmp/unpacked \
    && if [ -n "${PROFILE}" ]; then rm pytorch-*-linux-x86_64.jar; fi \
    && for jar in pytorch-*-linux-x86_64*.jar openblas-*-linux-x86_64.jar javacpp-*-linux-x86_64.jar; do \
         unzip -qnj "$jar" '*.so*' -x '*libjniopenblas_full.so' '*libjnitorch_gloo.so' -d /split/natives; \
       done \
    && ln -s libopenblas.so.0 /split/natives/libopenblas_nolapack.so.0 \
    && unzip -qj jna-5*.jar com/sun/jna/linux-x86-64/libjnidispatch.so -d /split/natives \
    && unzip -qj isotherm-cpu-*.jar linux-x86-64/libisotherm-cpu.so -d /split/natives \
    && zip -qd tokenizers-*.jar 'native/lib/*.so' 'native/lib/*.dll' 'native/lib/*.dylib' \
    && rm -f pytorch-*-linux-x86_64.jar openblas-*-linux-x86_64.jar javacpp-*-linux-x86_64.jar \
    && mv pytorch-* langchain4j-* /split/heavy/lib/ && mv isotherm-*.jar /split/application/lib/ \
    && cp /src/server/target/isotherm.jar /src/image/*.options /split/application/ \
    && chmod -R a+rX /split && find /split -exec touch -h -d 2026-01-01T00:00:00Z {} +

# For processors the archive of classes is written here; for CUDA where CUDA's libraries are.
RUN mkdir /app && cp -a /split/heavy/. /split/libraries/. /split/application/. /app/ && ln -s /split/natives /app/natives \
    && if [ -z "${PROFILE}" ]; then image/train /split/application/isotherm.jsa; fi

# ---- The few files of Debian that Java and LibTorch are linked to: no shell, no package manager. What is there is listed for scanners.
FROM ${DEBIAN} AS system
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \
    && mkdir -p /system/var/lib/dpkg/status.d /tmp/packages && cd /tmp/packages \
    && apt-get download base-files libc6 libgcc-s1 libstdc++6 tzdata zlib1g \
    && for package in *.deb; do \
         dpkg-deb -x "$package" /system && dpkg-deb -f "$package" >"/system/var/lib/dpkg/status.d/${package%%_*}"; \
       done \
    && rm -rf /system/usr/share/doc/*/changelog* /system/usr/share/lintian /system/usr/lib/x86_64-linux-gnu/gconv /system/usr/lib/x86_64-linux-gnu/audit \
    && mkdir -p /system/etc/ssl/certs /system/cache && cp /etc/ssl/certs/ca-certificates.crt /system/etc/ssl/certs/ \
    && echo 'hosts: files dns' >/system/etc/nsswitch.conf \
    && printf 'root:x:0:0:root:/root:/nonexistent\nisotherm:x:10001:10001:isotherm:/tmp:/nonexistent\n' >/system/etc/passwd \
    && printf 'root:x:0:\nisotherm:x:10001:\n' >/system/etc/group \
    && chown 10001:10001 /system/cache && chmod 1777 /system/tmp

# ---- For NVIDIA's GPUs. CUDA's own libraries are the base image's, the driver is the host's.
FROM ${CUDA} AS cuda
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="isotherm" \
      org.opencontainers.image.description="Embedding server with an attention temperature in every softmax, for CUDA" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN mkdir /cache && chown 10001:10001 /cache
COPY --from=build /opt/java /opt/java
COPY --from=build /split/natives /app/natives
COPY --from=build /split/heavy /app
COPY --from=build /split/libraries /app
COPY --from=build /split/application /app
RUN --mount=type=bind,from=build,source=/src/image/train,target=/tmp/train /tmp/train /app/isotherm.jsa
ENV PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=40 -XX:+ExitOnOutOfMemoryError"
ENV ISOTHERM_NATIVE_CACHE=/app/natives
ENV HF_HOME=/cache/huggingface
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s CMD ["java", "@/app/health.options", "-jar", "/app/isotherm.jar", "health"]
ENTRYPOINT ["java", "@/app/jvm.options", "-jar", "/app/isotherm.jar"]
CMD ["serve"]

# ---- For processors.
FROM scratch AS cpu
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="isotherm" \
      org.opencontainers.image.description="Embedding server with an attention temperature in every softmax" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=system /system /
COPY --from=build /opt/java /opt/java
COPY --from=build /split/natives /app/natives
COPY --from=build /split/heavy /app
COPY --from=build /split/libraries /app
COPY --from=build /split/application /app
ENV PATH=/opt/java/bin
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=40 -XX:+ExitOnOutOfMemoryError"
ENV ISOTHERM_NATIVE_CACHE=/app/natives
ENV HF_HOME=/cache/huggingface
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["java", "@/app/health.options", "-jar", "/app/isotherm.jar", "health"]
ENTRYPOINT ["java", "@/app/jvm.options", "-jar", "/app/isotherm.jar"]
CMD ["serve"]
