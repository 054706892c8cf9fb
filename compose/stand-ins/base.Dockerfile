# Only for trying the stack where no registry can be reached: see build.sh.
FROM debian:trixie-slim AS base
ENV DEBIAN_FRONTEND=noninteractive
RUN printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d \
  && apt-get update

FROM base AS node
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node
COPY node /usr/local/
# A mirror with a certificate of its own is trusted as it is on this machine.
COPY certificates.pem /etc/ssl/certs/stand-in.pem
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/stand-in.pem

FROM base AS rabbitmq
RUN groupadd --gid 999 --system rabbitmq && useradd --uid 999 --system --gid rabbitmq \
    --home-dir /var/lib/rabbitmq --create-home rabbitmq \
  && apt-get install -y --no-install-recommends rabbitmq-server \
  && ln -s /usr/lib/rabbitmq/bin/rabbitmq-server /usr/local/bin/rabbitmq-server || true
RUN printf '[rabbitmq_prometheus].\n' > /etc/rabbitmq/enabled_plugins \
  && rm -rf /var/lib/rabbitmq/* /var/lib/rabbitmq/.erlang.cookie \
  && mkdir -p /var/lib/rabbitmq /etc/rabbitmq/conf.d && chown -R 999:999 /var/lib/rabbitmq /var/log/rabbitmq /etc/rabbitmq
# Debian's wrapper changes to the user rabbitmq with root's rights; the official image runs it directly.
ENV PATH=/usr/lib/rabbitmq/bin:$PATH HOME=/var/lib/rabbitmq RABBITMQ_LOGS=-
CMD ["rabbitmq-server"]

FROM base AS redis
RUN groupadd --gid 999 --system redis && useradd --uid 999 --system --gid redis redis \
  && apt-get install -y --no-install-recommends redis-server && mkdir /data && chown 999:999 /data
WORKDIR /data
CMD ["redis-server"]

FROM base AS postgres
RUN groupadd --gid 999 --system postgres && useradd --uid 999 --system --gid postgres \
    --home-dir /var/lib/postgresql --create-home postgres \
  && apt-get install -y --no-install-recommends postgresql-17 \
  && rm -rf /var/lib/postgresql/17 && mkdir -p /var/lib/postgresql/data /docker-entrypoint-initdb.d \
  && chown -R 999:999 /var/lib/postgresql /var/run/postgresql
COPY postgres-entrypoint.sh /usr/local/bin/
ENV PGDATA=/var/lib/postgresql/data PATH=/usr/lib/postgresql/17/bin:$PATH
ENTRYPOINT ["postgres-entrypoint.sh"]
CMD ["postgres"]

FROM base AS prometheus
RUN apt-get install -y --no-install-recommends prometheus promtool \
  && mkdir -p /prometheus && chown 65534:65534 /prometheus
ENTRYPOINT ["/usr/bin/prometheus"]

FROM base AS alertmanager
RUN apt-get install -y --no-install-recommends prometheus-alertmanager \
  && ln -s /usr/bin/prometheus-alertmanager /bin/alertmanager; ln -sf /usr/bin/amtool /bin/amtool; \
  mkdir -p /alertmanager && chown 65534:65534 /alertmanager
ENTRYPOINT ["/usr/bin/prometheus-alertmanager"]
