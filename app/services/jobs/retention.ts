import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import type { Db } from "~db/client.ts";
import { eraseApplications, erasePeople } from "~db/queries/accounts/erasure.ts";
import {
  eraseEdition,
  findEditionsToErase,
  findPeopleWithNothingLeft,
  lockApplicationsToErase,
} from "~db/queries/accounts/retention.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { now } from "../clock.ts";
import { log } from "../log.ts";
import type { Routine } from "./job-queue.ts";

export interface ErasedEdition {
  edition: string;
  applications: number;
  people: number;
}

/**
 * Erases the personal data of every edition whose retention day (in Beijing) has come, and the accounts of applicants
 * who have nothing else here. Statistics, entries and published results stay. Each batch is a transaction of its own:
 * whatever stops it, the next run goes on; a run with nothing left to do changes nothing.
 */
export async function eraseDueEditions(db: Db, at: Date, batch = 200): Promise<ErasedEdition[]> {
  const erased: ErasedEdition[] = [];
  for (const { id, slug } of await findEditionsToErase(db, dayIn(homeZone, at))) {
    const applications = await inBatches(batch, () =>
      db.transaction().execute(async (trx) => {
        const ids = await lockApplicationsToErase(trx, id, batch);
        await eraseApplications(trx, ids, at);
        return ids.length;
      }),
    );
    const people = await inBatches(batch, () =>
      db.transaction().execute(async (trx) => {
        const ids = await findPeopleWithNothingLeft(trx, id, batch);
        await erasePeople(trx, ids, at);
        return ids.length;
      }),
    );
    await db.transaction().execute(async (trx) => {
      await eraseEdition(trx, id, at);
      const facts = { applications, people };
      await appendAudit(trx, { at, command: "erase-edition", actorId: null, editionId: id, facts });
    });
    erased.push({ edition: slug, applications, people });
  }
  return erased;
}

/** Runs `work` until it has less to do than a batch holds; answers how much it did in all. */
async function inBatches(size: number, work: () => Promise<number>): Promise<number> {
  for (let all = 0; ; ) {
    const done = await work();
    all += done;
    if (done < size) return all;
  }
}

/** Looks every hour, so that a server that was down at midnight loses no day. For `startQueues`. */
export function retentionWork(db: Db): Routine {
  return {
    name: "retention",
    cron: "7 * * * *",
    work: async () => {
      for (const erased of await eraseDueEditions(db, now())) log.info(erased, "personal data of an edition is erased");
    },
  };
}
