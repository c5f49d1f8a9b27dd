import type { TestProject } from "vitest/node";
import { connect } from "../client.ts";
import { embeddedPostgres } from "../embedded.ts";
import { migrate } from "../migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
    templateName: string;
  }
}

/** Before all tests: a PostgreSQL and one migrated template database, from which each test file clones its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await embeddedPostgres(".data/test-postgres", { fsync: "off", max_connections: "200" });
  const templateName = `template_${process.pid}`;
  await server.ensureDatabase(templateName);
  const template = connect(server.url(templateName), { max: 1 });
  await migrate(template.db);
  await template.end();
  project.provide("adminUrl", server.url("postgres"));
  project.provide("templateName", templateName);
  return async () => {
    const admin = connect(server.url("postgres"), { max: 1 });
    await admin.sql`drop database if exists ${admin.sql(templateName)} with (force)`;
    await admin.end();
    await server.leave();
  };
}
