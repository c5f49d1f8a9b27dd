import { parseWithZod } from "@conform-to/zod/v4";
import { z } from "zod";
import { type Choices, choicesSchema, type DraftAnswers, draftSchema } from "~/rules/application.ts";

const schema = z.object({
  ...draftSchema.shape,
  ...choicesSchema.shape,
  version: z.number().int(),
  /** The stored version that the applicant has decided to write over. */
  overwrite: z.number().int().optional(),
  consent: z.string().max(40).optional(),
});

export interface SentForm {
  version: number;
  answers: DraftAnswers;
  choices: Choices;
  consent: string | undefined;
}

/** What the form sent; rows of the team without a word in them are left out. Null for what no form of ours sends. */
export function readForm(sent: FormData): SentForm | null {
  const parsed = parseWithZod(sent, { schema });
  if (parsed.status !== "success") return null;
  const { version, overwrite, consent, round, track, group, ...answers } = parsed.value;
  const members = answers.members?.filter(({ name, duty, degree }) => name || duty || degree);
  return {
    version: overwrite ?? version,
    answers: { ...answers, members: members?.length ? members : undefined },
    choices: { round, track, group },
    consent,
  };
}
