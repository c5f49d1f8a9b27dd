import { makeBundle } from "~/commands/releases/make-bundle.ts";
import { bundleText } from "~/rules/releases/bundle.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
// Opens the vault, which keeps the second factors
import "../../app/testing/vault.ts";
import type { Db } from "../client.ts";
import { releaseRound } from "../seed/factories/heats.ts";
import { makePerson } from "../seed/factories/many-applications.ts";
import { onBenchDatabase } from "./database.ts";
import { type Comparison, compare, printFigure } from "./measure.ts";
import { insertRound, trimmedMean } from "./rounds.ts";

const key = "05".repeat(32);

/**
 * A published round of 11,000 entries × 4 judges × 5 criteria as one signed bundle, against reading the same marks from the
 * database and writing them as bare JSON; and the bundle's verification, against parsing its JSON and writing it again.
 */
export async function benchBundle(): Promise<void> {
  await onBenchDatabase(async ({ db }) => {
    const { id, slug } = await publishedRound(db);
    const bundled = async () => {
      const made = await makeBundle(db, { round: slug, key });
      if (!made.ok) throw new Error(made.error.type);
      return new TextEncoder().encode(bundleText(made.bundle));
    };
    const bytes = await bundled();
    printFigure(`the bundle of 11,000 × 4 × 5: ${(bytes.length / 2 ** 20).toFixed(1)} MB`);
    const bareRows = async () => JSON.stringify(await marksOf(db, id));
    print("bundle, against reading and writing bare marks", await compare(bareRows, bundled, { times: 5, warmUp: 1 }));
    const verified = async () => {
      const { ok } = verifyBundle(bytes);
      if (!ok) throw new Error("the bundle does not verify");
    };
    const bareJson = async () => JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)));
    print("verify, against parsing and writing the JSON", await compare(bareJson, verified, { times: 5, warmUp: 1 }));
  });
}

function print(name: string, { ours, baseline, ratio }: Comparison): void {
  printFigure(`  ${name}: ${ours.toFixed(0)} ms against ${baseline.toFixed(0)} ms, ${ratio.toFixed(1)} ×`);
}

async function publishedRound(db: Db): Promise<{ id: number; slug: string }> {
  const id = await insertRound(db, { entries: 11_000, judges: 4, rule: trimmedMean });
  for (const state of ["ready", "judging", "closed"] as const)
    await db.updateTable("rounds").set({ state }).where("id", "=", id).execute();
  const round = await db
    .updateTable("rounds")
    .set({ origin: "desk" })
    .where("id", "=", id)
    .returning(["id", "slug", "editionId"])
    .executeTakeFirstOrThrow();
  const scorer = await makePerson(db, { grants: [{ role: "scorer", editionId: round.editionId }] });
  const supervisor = await makePerson(db, { grants: [{ role: "supervisor", editionId: round.editionId }] });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  await releaseRound(db, { round, scorer, supervisor, organizer }, "published");
  return round;
}

async function marksOf(db: Db, roundId: number) {
  return await db
    .selectFrom("marks")
    .innerJoin("sheets", "sheets.id", "marks.sheetId")
    .select(["sheets.entryId", "sheets.judgeId", "marks.criterionId", "marks.mark"])
    .where("marks.roundId", "=", roundId)
    .execute();
}
