import { textsOfForm } from "~/routes/apply/applications/form-texts.ts";
import type { Texts } from "~/rules/applications/merge-texts.ts";
import type { Application } from "~db/queries/applications/applications.ts";
import { handedInOf, textsOf } from "~db/queries/applications/writing.ts";

/** What the applicant is writing, as it is stored; of the number of the identity document its masked form. */
export function storedTexts(application: Application, masked: string | null): Texts {
  const texts = textsOfForm(textsOf(application));
  return masked ? { ...texts, identityNumber: masked } : texts;
}

/** What was handed in last; nothing before that. */
export function handedInTexts(application: Application): Texts {
  return application.submittedAt ? textsOfForm(handedInOf(application)) : {};
}

/** The texts as the form shows them: a heat that takes no more applications cannot be chosen, and is shown as no choice. */
export function shownTexts(texts: Texts, rounds: readonly { slug: string }[]): Texts {
  const { round, ...others } = texts;
  return rounds.some(({ slug }) => slug === round) ? texts : others;
}
