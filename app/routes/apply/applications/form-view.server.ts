import type { AppLoadContext } from "@remix-run/node";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import { checkForm } from "~/reads/applications/application-check.ts";
import type { FieldTexts } from "~/rules/applications/merge-texts.ts";
import type { Correction } from "~/rules/screening/correction.ts";
import { type Application, findChoices } from "~db/queries/applications/applications.ts";
import { handedInOf, textsOf } from "~db/queries/applications/writing.ts";
import { textsOfForm } from "./form-texts.ts";
import type { FormChoices } from "./leader-fields.tsx";
import type { Saved } from "./local-drafts.ts";

/** All that the form needs, on whatever step. */
export interface FormView {
  /** Whose words they are, as the device's store calls them: not the key that the rest of the product knows them by. */
  person: string;
  texts: FieldTexts;
  /** What was handed in last; nothing before that. */
  handedIn: FieldTexts;
  saved: Saved;
  options: FormChoices;
  /** What a returned application is to be corrected in. */
  corrections: Correction[];
  /** The version of the consent that was given. */
  agreed: string | null;
  /** It was handed in before. */
  again: boolean;
}

/** The form of an application that its applicant may write in now. Nine queries. */
export async function formView(
  db: AppLoadContext["db"],
  application: Application,
  corrections: Correction[],
): Promise<FormView> {
  const [options, { problems, findings, identity }] = await Promise.all([
    findOptions(db, application),
    checkForm(db, application),
  ]);
  const { version, savedAt } = textsOf(application);
  const masked = identity?.masked ?? "";
  return {
    person: personKey(application.applicantId),
    texts: shownTexts(storedTexts(application, masked), options.rounds),
    handedIn: handedInTexts(application),
    saved: { version, savedAt: savedAt.toISOString(), problems, findings, masked },
    options,
    corrections,
    agreed: application.consentVersion,
    again: application.submittedAt !== null,
  };
}

/** What there is to choose from: with the heat that was wished for when it was handed in, though it registers no more. */
export async function findOptions(db: AppLoadContext["db"], application: Application): Promise<FormChoices> {
  const { rounds, tracks, groups } = await findChoices(db, application.editionId);
  const { submittedAt, wishedRoundSlug: slug, wishedRoundTitle: title, wishedRoundTitleEn: titleEn } = application;
  if (!submittedAt || !slug || !title || rounds.some((round) => round.slug === slug)) return { rounds, tracks, groups };
  const submittedRound = {
    slug,
    title,
    titleEn,
    trackKey: null,
    trackTitle: null,
    trackTitleEn: null,
    startsAt: null,
    timeZone: "",
  };
  return { rounds: [submittedRound, ...rounds], tracks, groups };
}

/** What a device's store calls a person. */
export function personKey(applicantId: string): string {
  return sha256Hex(`kept words of ${applicantId}`).slice(0, 16);
}

/** What the applicant is writing, as it is stored; of the number of the identity document its masked form. */
export function storedTexts(application: Application, masked: string | null): FieldTexts {
  const texts = textsOfForm(textsOf(application));
  return masked ? { ...texts, identityNumber: masked } : texts;
}

/** What was handed in last; nothing before that. */
function handedInTexts(application: Application): FieldTexts {
  return application.submittedAt ? textsOfForm(handedInOf(application)) : {};
}

/** The texts as the form shows them: a heat that takes no more applications cannot be chosen, and is shown as no choice. */
export function shownTexts(texts: FieldTexts, rounds: readonly { slug: string }[]): FieldTexts {
  const { round, ...others } = texts;
  return rounds.some(({ slug }) => slug === round) ? texts : others;
}
