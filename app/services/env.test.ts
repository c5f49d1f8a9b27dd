import { expect, test } from "vitest";
import { isForThisMachine, readEnv } from "./env.ts";

test.each([
  [{}, true],
  [{ HOST: "::1", BASE_URL: "http://[::1]:8080" }, true],
  [{ BASE_URL: "http://localhost:8080" }, true],
  [{ HOST: "0.0.0.0" }, false],
  [{ BASE_URL: "https://contest.example.org" }, false],
  [{ TRUSTED_PROXIES: "1" }, false],
])("demo identities are open with %j: %s", (env, open) => {
  expect(isForThisMachine(readEnv(env))).toBe(open);
});
