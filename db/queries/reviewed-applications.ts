import type { Kysely } from "kysely";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { AttachmentKind, AttachmentType } from "~/rules/files/attachment.ts";
import { type IpPortrait, portraitOf, rightsOf, withoutHolders, yearOf } from "~/rules/portrait/ip-portrait.ts";
import { answersForJudges, isBlind } from "~/rules/review/blind.ts";
import type { DB } from "../schema.ts";
import { isAsked } from "./assignments.ts";
import { findSubmittedAttachments } from "./attachments.ts";

/** An application as the judges of a review see it: what was handed in, without what is hidden from them, and its files. */
export type ReviewedApplication = NonNullable<Awaited<ReturnType<typeof findReviewedApplication>>>;

/**
 * The application that the person is assigned to review; undefined where the round is no review, for every other entry, and
 * once they have recused. Two queries.
 */
export async function findReviewedApplication(
  db: Kysely<DB>,
  asked: { roundId: number; entry: string; userId: string },
) {
  const row = await db
    .selectFrom("entries")
    .innerJoin("reviewSettings", "reviewSettings.roundId", "entries.roundId")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .innerJoin("applications", "applications.id", "entries.applicationId")
    .leftJoin("rounds as wished", "wished.id", "applications.wishedRoundId")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .where("entries.roundId", "=", asked.roundId)
    .where("entries.key", "=", asked.entry)
    .where("panelMembers.userId", "=", asked.userId)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAsked(eb))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("recusals")
            .select("recusals.id")
            .whereRef("recusals.entryId", "=", "entries.id")
            .whereRef("recusals.judgeId", "=", "panelMembers.id"),
        ),
      ),
    )
    .select([
      "applications.id",
      "applications.answers",
      "applications.submittedAt",
      "reviewSettings.blindFields",
      "wished.title as roundTitle",
      "wished.titleEn as roundTitleEn",
      "tracks.title as trackTitle",
      "tracks.titleEn as trackTitleEn",
      "groups.title as groupTitle",
      "groups.titleEn as groupTitleEn",
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const { id, answers, submittedAt, blindFields, ...chosen } = row;
  const shown = answersForJudges(answers as DraftAnswers, blindFields);
  return {
    blind: isBlind(blindFields),
    answers: shown,
    portrait: portraitForJudges(shown, submittedAt, isBlind(blindFields)),
    chosen,
    files: await filesFor(db, id, isBlind(blindFields)),
  };
}

/** Of what judges may see of the answers; blind, without whose the rights are. Null where nothing is declared or shown. */
function portraitForJudges(answers: DraftAnswers, submittedAt: Date | null, blind: boolean): IpPortrait | null {
  const { leaderName, companyName, patents } = answers;
  const context = { asOf: yearOf(submittedAt), leaderName, companyName };
  const portrait = portraitOf(rightsOf(patents, context), context);
  if (portrait.total === 0) return null;
  return blind ? withoutHolders(portrait) : portrait;
}

export interface ReviewedFile {
  id: number;
  kind: AttachmentKind;
  /** Null where the name could name somebody. */
  name: string | null;
  type: AttachmentType;
  /** In bytes. */
  size: number;
}

/** What a judge may open: nothing that is about the person; in a blind review copies only, and not by their names. */
async function filesFor(db: Kysely<DB>, applicationId: number, blind: boolean): Promise<ReviewedFile[]> {
  const files = await findSubmittedAttachments(db, applicationId);
  return files
    .filter(({ kind }) => kind !== "identity" && kind !== "degree")
    .flatMap(({ id, kind, name, type, size, copy }): ReviewedFile[] => {
      if (!blind) return [{ id, kind, name, type, size }];
      return copy ? [{ id: copy.id, kind, name: null, type: copy.type, size: copy.size }] : [];
    });
}
