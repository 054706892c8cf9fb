import { expect, it } from "vitest";
import { redisAddressOf } from "./redis-address.js";

it.each([
  ["redis://[::1]:6380", { socket: { host: "::1", port: 6_380 } }],
  ["redis://127.0.0.1", { socket: { host: "127.0.0.1", port: 6_379 } }],
  [
    "rediss://us%40er:p%2Fss@redis.example.org/3",
    {
      socket: { host: "redis.example.org", port: 6_379, tls: true },
      username: "us@er",
      password: "p/ss",
      database: 3,
    },
  ],
  ["redis://:p@h/", { socket: { host: "h", port: 6_379 }, password: "p" }],
])("reads %s", (url, address) => {
  expect(redisAddressOf(url)).toEqual(address);
});
