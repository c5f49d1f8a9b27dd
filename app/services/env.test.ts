import { expect, test } from "vitest";
import { isForThisMachine, readEnv } from "./env.ts";
import { s3SettingsOf } from "./files/s3-settings.ts";

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

test("an S3 store is named in full or not at all", () => {
  const whole = { S3_BUCKET: "contest", S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "secret" };
  expect(s3SettingsOf(readEnv({}))).toBeNull();
  expect(s3SettingsOf(readEnv(whole))).toMatchObject({ region: "us-east-1", forcePathStyle: false });
  expect(s3SettingsOf(readEnv({ ...whole, S3_ENDPOINT: "http://127.0.0.1:9000" }))?.forcePathStyle).toBe(true);
  expect(() => readEnv({ S3_BUCKET: "contest" })).toThrow(/S3_ACCESS_KEY_ID.*\n.*S3_SECRET_ACCESS_KEY/);
  expect(() => readEnv({ ...whole, S3_BUCKET: "Not A Bucket" })).toThrow(/S3_BUCKET/);
});

test("alarms go to an address of the web, and are signed with a secret that is long enough", () => {
  const url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6";
  expect(readEnv({ ALARM_WEBHOOK_URL: url }).ALARM_WEBHOOK_URL).toBe(url);
  expect(() => readEnv({ ALARM_WEBHOOK_URL: "ftp://example.org" })).toThrow(/ALARM_WEBHOOK_URL/);
  expect(() => readEnv({ ALARM_WEBHOOK_SECRET: "whsec_short" })).toThrow(/ALARM_WEBHOOK_SECRET: must be whsec_/);
});

test("a way past the pooler, the owner's or a replica is given beside the usual one", () => {
  const url = "postgres://desk@pooler:6432/contest";
  const direct = "postgres://desk@database:5432/contest";
  expect(readEnv({ DATABASE_URL: url, DATABASE_DIRECT_URL: direct }).DATABASE_DIRECT_URL).toBe(direct);
  for (const name of ["DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL", "DATABASE_REPLICA_URL"])
    expect(() => readEnv({ DATABASE_URL: url, [name]: "postgres://one,two:5432/contest" })).toThrow(
      `${name}: must name one host`,
    );
  for (const lone of ["DATABASE_DIRECT_URL", "DATABASE_OWNER_URL", "DATABASE_REPLICA_URL"])
    expect(() => readEnv({ [lone]: direct })).toThrow(`DATABASE_URL: needed where ${lone} is set`);
});
