import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { connect } from "../client.ts";
import { embeddedPostgres } from "../embedded.ts";
import { migrate } from "../migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
    templateName: string;
    /** Where tests make their folders. */
    folder: string;
  }
}

/** The data need not outlive the tests: nothing is written for the case of a crash. */
const settings = {
  fsync: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "4GB",
  jit: "off",
  max_connections: "200",
};

/** Where the tests' PostgreSQL lies: one for each PG_BIN, as another version cannot read it. */
export const testFolder = [".data/test-postgres", ...(process.env.PG_BIN?.match(/\w+/g) ?? [])].join("-");

/** Before all tests: a PostgreSQL with one migrated template database, from which each test file clones its own, and a folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await embeddedPostgres(testFolder, settings);
  const templateName = `template_${process.pid}`;
  await server.ensureDatabase(templateName);
  const template = connect(server.url(templateName), { max: 1 });
  await migrate(template.db);
  await template.end();
  project.provide("adminUrl", server.url("postgres"));
  project.provide("templateName", templateName);
  const folder = await mkdtemp(join(tmpdir(), "contest-tests-"));
  project.provide("folder", folder);
  return async () => {
    const admin = connect(server.url("postgres"), { max: 1 });
    await admin.sql`drop database if exists ${admin.sql(templateName)} with (force)`;
    await admin.end();
    await server.leave();
    await rm(folder, { recursive: true, force: true });
  };
}
