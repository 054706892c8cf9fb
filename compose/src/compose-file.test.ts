import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { handOutsOf, secretNames } from "./index.js";

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

interface Service {
  readonly image: string;
  readonly user: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly [key: string]: unknown;
}
const file = parse(read("docker-compose.yml"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};
const services = Object.entries(file.services);

describe("docker-compose.yml", () => {
  it("publishes only the ports of the gateway, the page, Grafana and Prometheus, and only on loopback", () => {
    const published = services.filter(([, service]) => service.ports && !service.profiles);
    expect(published.map(([name]) => name).toSorted()).toEqual([
      ...["gateway", "grafana", "prometheus", "summary-api"],
    ]);
    for (const [, service] of services) {
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it.each(services)("confines %s", (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
    expect(service.image).not.toMatch(/:latest$/);
  });

  it.each(services.filter(([name]) => name !== "secrets"))(
    "runs %s as a user that is not root, with a health check",
    (_name, service) => {
      expect(service.user).not.toMatch(/^(0|root)\b/);
      expect(service).toHaveProperty("healthcheck.test");
    },
  );

  it.each([
    ["rabbitmq", "RabbitMQ"],
    ["redis", "Redis"],
    ["postgres", "PostgreSQL"],
    ["prometheus", "Prometheus"],
    ["alertmanager", "Alertmanager"],
  ])("uses a release of %s that docs/versions.md has", (service, name) => {
    const row = read("docs/versions.md")
      .split("\n")
      .find((line) => line.startsWith(`| ${name} |`));
    const tag = file.services[service]?.image.split(":v").at(-1)?.split(":").at(-1);
    const wasRun = row?.split("|").some((version) => `${version.trim()}.`.startsWith(`${tag}.`));
    expect([tag, wasRun]).toEqual([expect.stringMatching(/^\d/), true]);
  });

  it("gives both generators the same settings of traffic", () => {
    const settingsOf = (name: string) => file.services[name]?.["environment"];
    expect(settingsOf("entry-generator")).toHaveProperty("SCENARIO");
    expect(settingsOf("entry-generator")).toEqual(settingsOf("exit-generator"));
  });

  it("sends traces to Tempo's receiver, which Grafana asks", () => {
    const { distributor, server } = parse(read("compose/config/tempo.yml")) as {
      distributor: { receivers: { otlp: { protocols: { http: { endpoint: string } } } } };
      server: { http_listen_port: number };
    };
    expect(file.services["tempo"]).toMatchObject({ profiles: ["tracing"] });
    expect(file.services["tempo"]).not.toHaveProperty("ports");
    expect(distributor.receivers.otlp.protocols.http.endpoint).toBe("0.0.0.0:4318");
    expect(read("docker-compose.yml")).toContain("OTEL_EXPORTER_OTLP_ENDPOINT=http://tempo:4318");
    expect(read("grafana/provisioning/datasources/tempo.yml")).toContain(
      `http://tempo:${server.http_listen_port}\n`,
    );
    for (const name of ["entry-generator", "exit-generator", "gateway", "backend", "summary-api"]) {
      expect(file.services[name]?.["environment"]).toHaveProperty("OTEL_EXPORTER_OTLP_ENDPOINT");
    }
  });

  it("hands each secret to the user its container runs as", () => {
    const secrets = Object.fromEntries(secretNames.map((name) => [name, "x".repeat(43)]));
    for (const { service, uid } of handOutsOf(secrets)) {
      expect(file.services[service]?.user).toMatch(new RegExp(`^${uid}:`));
      expect(file.services[service]?.volumes).toContain(`secrets-${service}:/run/boomgate:ro`);
    }
  });

  it("requires a token to read or write stays", () => {
    expect(file.services["summary-api"]?.["environment"]).toMatchObject({
      HTTP_HOST: "0.0.0.0",
      API_TOKENS_FILE: "/run/boomgate/api-tokens",
    });
    expect(file.services["backend"]?.["environment"]).toHaveProperty("SUMMARY_TOKEN_FILE");
  });

  it("requires a token to send events, and gives all gateways the same keys", () => {
    expect(file.services["gateway"]?.["environment"]).toMatchObject({
      HTTP_HOST: "0.0.0.0",
      API_TOKENS_FILE: "/run/boomgate/api-tokens",
      EVENT_ID_KEY_FILE: "/run/boomgate/event-id-key",
      RECEIPT_KEY_FILE: "/run/boomgate/receipt-key",
    });
  });
});

describe("Dockerfile", () => {
  it("copies the package.json of every workspace, as `npm ci` needs them all", () => {
    const { workspaces } = JSON.parse(read("package.json")) as { workspaces: string[] };
    expect(workspaces.length).toBeGreaterThan(5);
    const dockerfile = read("Dockerfile");
    for (const workspace of workspaces) {
      expect(dockerfile).toContain(`COPY ${workspace}/package.json ${workspace}/`);
    }
  });
});
