import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { startQueues, stopQueues } from "~/services/jobs/job-queue.ts";
import { connect } from "~db/client.ts";
import { countItems, findBatch } from "~db/queries/screening/batches.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { startBatch } from "./start-batch.ts";
import { batchWork } from "./work-batch.ts";

const database = testDatabase();
const many = 60;

afterEach(stopQueues);

/** A server that does nothing but work the batch off. */
const worker = (batchId: number) => `
  import { workBatch } from "./app/commands/screening/work-batch.ts";
  import { connect } from "./db/client.ts";
  await workBatch(connect(${JSON.stringify(database.url)}, { max: 1 }).db, ${batchId});
`;

it("a batch whose server is killed goes on when the next one starts, and no row of it is done twice", async () => {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const editionId = edition.id;
  const round = await makeRound(db, { editionId, state: "screening" });
  const actor = await makePerson(db, { grants: [{ role: "screener", editionId }] });
  const picked = [];
  for (let at = 0; at < many; at++) {
    const { code, version } = await makeApplication(db, { editionId, roundId: round.id, groupId: groups.team.id });
    picked.push({ code, version });
  }
  const input = { act: "qualify", round: round.slug };
  const started = await startBatch(
    { db, actor },
    { edition: edition.slug, input, selection: { of: "picked", picked } },
  );
  if (!started.ok) throw new Error(started.error.type);
  const { batchId } = started.value;

  // The worker waits for one application in the middle
  const holder = connect(database.url, { max: 1 });
  await holder.sql`begin`;
  await holder.sql`select from applications where code = ${picked[20]?.code ?? ""} for update`;
  const server = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", worker(batchId)]);
  await expect
    .poll(async () => (await countItems(db, batchId)).done, { timeout: 60_000, interval: 20 })
    .toBeGreaterThan(2);
  server.kill("SIGKILL");
  await once(server, "exit");
  await holder.end();
  const left = await countItems(db, batchId);
  expect([left.refused, left.waiting > 0, left.done > 0]).toEqual([0, true, true]);

  const { queue, resume } = batchWork(db);
  await startQueues({ url: database.url, queues: [queue] });
  await resume();
  await expect.poll(async () => (await findBatch(db, batchId))?.state, { timeout: 60_000 }).toBe("done");
  expect(await countItems(db, batchId)).toEqual({ waiting: 0, done: many, refused: 0 });
  const entries = db.selectFrom("entries").select("applicationId").where("roundId", "=", round.id);
  expect(new Set((await entries.execute()).map((entry) => entry.applicationId)).size).toBe(many);
  expect(await db.selectFrom("screeningDecisions").select("id").execute()).toHaveLength(many);
});
