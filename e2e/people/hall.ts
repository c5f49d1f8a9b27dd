import { join } from "node:path";
import { connect, type Db } from "../../db/client.ts";
import { embeddedPostgres } from "../../db/embedded.ts";

/** Runs the work on the database of the product under test. */
export async function inDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const server = await embeddedPostgres(join(process.env.E2E_DATA ?? "", "postgres"));
  const { db, end } = connect(server.url());
  try {
    return await work(db);
  } finally {
    await end();
    await server.leave();
  }
}
