# Two images, for Docker 20.10 or newer, with or without BuildKit:
#
#   docker build -t echo-sts .                  Debian 13 with curl: the target `default`
#   docker build -t echo-sts --target static .  only the program
#
# docs/deploy.md says how to run them.
# Debian 12 works as well: --build-arg BASE=debian:bookworm-slim
ARG BASE=debian:trixie-slim

FROM ${BASE} AS tools
RUN apt-get update && apt-get install -y --no-install-recommends \
        cmake gcc libc6-dev libjson-c-dev libssl-dev libuv1-dev libwebsockets-dev libzstd-dev make \
        pkg-config \
    && rm -rf /var/lib/apt/lists/*
COPY . /echo-sts

FROM tools AS build
RUN cmake -S /echo-sts -B /build -DCMAKE_BUILD_TYPE=Release -DECHO_TESTS=OFF -DECHO_CODEGEN=OFF \
    && cmake --build /build -j "$(nproc)" --target echo-sts \
    && strip /build/echo-sts

FROM ${BASE} AS default
# The loop needs all libraries that the server needs, whose names each Debian has its own of.
RUN apt-get update && apt-get install -y --no-install-recommends curl libwebsockets-evlib-uv \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /build/echo-sts /usr/local/bin/echo-sts
# This profile is for existing workers, which send no key.
ENV ECHO_HOST=0.0.0.0 ECHO_PORT=3000 ECHO_PROFILE=python-echo
USER 10001:10001
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s --retries=3 \
    CMD ["/usr/local/bin/echo-sts", "--healthcheck"]
ENTRYPOINT ["/usr/local/bin/echo-sts"]

FROM tools AS static-build
RUN cmake -S /echo-sts -B /build -DCMAKE_BUILD_TYPE=Release -DECHO_TESTS=OFF -DECHO_CODEGEN=OFF \
        -DECHO_STATIC=ON \
    && cmake --build /build -j "$(nproc)" --target echo-sts \
    && strip /build/echo-sts

FROM scratch AS static
COPY --from=static-build /build/echo-sts /usr/local/bin/echo-sts
ENV ECHO_HOST=0.0.0.0 ECHO_PORT=3000 ECHO_PROFILE=python-echo
USER 10001:10001
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s --retries=3 \
    CMD ["/usr/local/bin/echo-sts", "--healthcheck"]
ENTRYPOINT ["/usr/local/bin/echo-sts"]

# The default target.
FROM default
