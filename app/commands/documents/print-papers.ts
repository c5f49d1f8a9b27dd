import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { holdsPersonalData, paperNames } from "~/rules/documents/round-papers.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { command, done } from "../command.ts";

const taken = [...paperNames, "workbook", "marks", "certificates", "awards", "notice"] as const;

/** Records that a round's papers are taken out of the house: which, by whom, and how many pages' worth. */
export const printPapers = command({
  name: "print-papers",
  sensitive: ({ paper }) => holdsPersonalData(paper),
  input: z.object({ round: z.string().min(1).max(64), paper: z.enum(taken), items: z.number().int().min(0) }),
  who: async ({ trx, input, actor }) => {
    const round = await findRound(trx, input.round);
    if (!round || !can(actor, "see-scores", { editionId: round.editionId, roundId: round.id })) return null;
    return { editionId: round.editionId, roundId: round.id };
  },
  run: async ({ input: { paper, items } }) => done({}, { paper, items }),
});
