import type { Transaction, Updateable } from "kysely";
import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import type { Working } from "~db/json-columns.ts";
import type { Applications, DB } from "~db/schema.ts";
import type { Application } from "./applications.ts";

/** The texts that the applicant sees in the form: what they are writing, or else what they handed in. */
export interface ApplicationTexts {
  answers: DraftAnswers;
  choices: Choices;
  /** Counts what the applicant writes: a write over another version is refused. */
  version: number;
  /** When these texts were written; never when somebody decided something about them. */
  savedAt: Date;
  /** Whether they have changes that are not handed in: a draft has nothing else. */
  unsent: boolean;
}

/** The texts of an application as its applicant writes them. The heat is the one they wished for, wherever it was put. */
export function textsOf(application: Application): ApplicationTexts {
  const { state, working, submittedAt, updatedAt, textVersion: version } = application;
  if (working) {
    const { answers, choices, savedAt } = working;
    return { answers, choices, version, savedAt: new Date(savedAt), unsent: true };
  }
  return { ...handedInOf(application), version, savedAt: submittedAt ?? updatedAt, unsent: state === "draft" };
}

/** The texts as they were handed in last; of a draft, as they stand. */
export function handedInOf({ answers, wishedRoundSlug, trackKey, groupKey }: Application): {
  answers: DraftAnswers;
  choices: Choices;
} {
  const choices = { round: wishedRoundSlug, track: trackKey, group: groupKey };
  return { answers, choices: Object.fromEntries(Object.entries(choices).filter(([, key]) => key !== null)) };
}

/** Keeps the texts of a draft and answers their version. What screeners go by stands still. The application is locked. */
export async function writeDraft(
  trx: Transaction<DB>,
  id: number,
  draft: Pick<Updateable<Applications>, "trackId" | "groupId"> & {
    answers: DraftAnswers;
    roundId: number | null;
    at: Date;
  },
): Promise<number> {
  const { answers, roundId, at, ...columns } = draft;
  const wished = { roundId, wishedRoundId: roundId, announcedRoundId: roundId };
  return await writeTexts(trx, id, { ...columns, ...wished, answers, updatedAt: at });
}

/** Keeps what the applicant writes after a submission (null: nothing more) and answers its version. The application is locked. */
export async function writeWorking(trx: Transaction<DB>, id: number, working: Working | null): Promise<number> {
  return await writeTexts(trx, id, { working });
}

async function writeTexts(trx: Transaction<DB>, id: number, change: Updateable<Applications>): Promise<number> {
  const { textVersion } = await trx
    .updateTable("applications")
    .set((eb) => ({ ...change, textVersion: eb("textVersion", "+", 1) }))
    .where("id", "=", id)
    .returning("textVersion")
    .executeTakeFirstOrThrow();
  return textVersion;
}
