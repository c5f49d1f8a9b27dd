import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { hallPartOf } from "~/rules/standings/hall.ts";
import { findHallCode, findHallEntries } from "~db/queries/scoring/hall.ts";
import { findRule } from "~db/queries/standings/rules.ts";

export interface HallBallot {
  round: string;
  rehearsal: boolean;
  /** As many projects can be chosen. */
  choices: number;
  entries: { key: string; number: string; title: string }[];
}

/** The ballot of a code whose vote is open, or why there is none; null of no code at all. Up to three queries. */
export async function hallBallot(
  db: AppLoadContext["db"],
  codeDigest: string,
  locale: Locale,
): Promise<HallBallot | { refused: "code-spent" | "vote-not-open" | "vote-over" } | null> {
  const code = await findHallCode(db, codeDigest);
  if (!code) return null;
  if (code.spent) return { refused: "code-spent" };
  if (code.state !== "open") return { refused: code.state === null ? "vote-not-open" : "vote-over" };
  const rule = await findRule(db, code.roundId);
  const entries = await findHallEntries(db, code.roundId);
  return {
    round: inLocale(locale, code.title, code.titleEn),
    rehearsal: code.rehearsalOfId !== null,
    choices: (rule && hallPartOf(rule)?.hall.choices) ?? 1,
    entries: entries.map(({ key, number, title, titleEn }) => ({
      key,
      number,
      title: inLocale(locale, title, titleEn),
    })),
  };
}
