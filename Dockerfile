FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/contracts/package.json packages/contracts/
COPY packages/pipeline/package.json packages/pipeline/
COPY packages/platform/package.json packages/platform/
COPY packages/http/package.json packages/http/
COPY packages/cameras/package.json packages/cameras/
COPY packages/testing/package.json packages/testing/
COPY generators/package.json generators/
COPY gateway/package.json gateway/
COPY backend/package.json backend/
COPY summary-api/package.json summary-api/
COPY embedded/package.json embedded/
COPY e2e/package.json e2e/
COPY simulation/package.json simulation/
COPY operations/package.json operations/
COPY bench/package.json bench/
COPY grafana/package.json grafana/
COPY compose/package.json compose/
COPY catalogues/package.json catalogues/

FROM manifests AS build
RUN npm ci
COPY . .
RUN npx tsc -b

# What the services, the operator and the handing out of secrets import, and nothing else.
FROM manifests AS dependencies
RUN npm ci --omit=dev --include-workspace-root=false \
  -w packages/contracts -w packages/pipeline -w packages/platform -w packages/http -w packages/cameras -w generators -w gateway -w backend -w summary-api -w operations -w compose

# What exports traces; nothing of it is loaded without OTEL_EXPORTER_OTLP_ENDPOINT.
FROM node:24-bookworm-slim AS tracing
WORKDIR /app/tracing
COPY tracing/package.json tracing/package-lock.json tracing/.npmrc ./
RUN npm ci --omit=dev
COPY tracing/open-exporter.js ./

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app ./
COPY --from=tracing /app/tracing tracing
COPY --from=build /app/packages/contracts/dist packages/contracts/dist
COPY --from=build /app/packages/pipeline/dist packages/pipeline/dist
COPY --from=build /app/packages/platform/dist packages/platform/dist
COPY --from=build /app/packages/http/dist packages/http/dist
COPY --from=build /app/packages/cameras/dist packages/cameras/dist
COPY --from=build /app/generators/dist generators/dist
COPY --from=build /app/gateway/dist gateway/dist
COPY --from=build /app/backend/dist backend/dist
COPY --from=build /app/summary-api/dist summary-api/dist
COPY summary-api/public summary-api/public
COPY --from=build /app/operations/dist operations/dist
COPY --from=build /app/compose/dist compose/dist
USER node
CMD ["node", "backend/dist/main.js"]
