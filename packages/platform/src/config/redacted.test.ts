import { expect, it } from "vitest";
import { readConfig } from "./read-config.js";
import { redacted } from "./redacted.js";
import { count, key, optional, secret, text, url, urls } from "./settings.js";
import { withoutSecrets } from "./without-secrets.js";

it("shows neither secrets nor what a URL holds besides its place", () => {
  const settings = {
    SINK: url({ protocols: ["http"], doc: "" }),
    BROKERS: urls({ protocols: ["amqp"], doc: "" }),
    TOKEN: optional(secret({ doc: "" })),
    PEPPER: key({ min: 4, doc: "" }),
    NAME: text({ doc: "" }),
    MOST: count({ doc: "", default: 7 }),
    LEFT_OUT: optional(secret({ doc: "" })),
  };
  const shown = redacted(
    settings,
    readConfig(settings, {
      SINK: "http://us%40er:p%3Ass@[::1]:8000/stays?key=s3cret#s3cret",
      BROKERS: "amqp://guest:s3cret@a:1/v, amqp://s3cret@b",
      TOKEN: "s3cret",
      PEPPER: "s3cret",
      NAME: "name",
    }),
  );
  expect(shown).toEqual({
    SINK: "http://[::1]:8000/stays",
    BROKERS: ["amqp://a:1/v", "amqp://b"],
    TOKEN: "***",
    PEPPER: "***",
    NAME: "name",
    MOST: 7,
  });
});

it("shows nothing of what is no URL", () => {
  expect(withoutSecrets("s3cret")).toBe("***");
});
