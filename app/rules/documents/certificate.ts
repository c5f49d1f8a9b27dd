import { z } from "zod";
import { prizeOfRank, type RankedPrize } from "../awards/prizes.ts";
import type { ReleaseState } from "../releases/release.ts";
import { noStage, type PublicFacts, visibleNow } from "../releases/visible.ts";
import type { Standing } from "../standings/standing.ts";

/** What a certificate's text may ask for, each written in braces. */
export const certificatePlaceholders = ["name", "project", "award", "rank", "date", "round", "edition"] as const;
export type CertificatePlaceholder = (typeof certificatePlaceholders)[number];
export type CertificateFacts = Record<CertificatePlaceholder, string>;

const known = new Set<string>(certificatePlaceholders);

/** A text in which every {…} is one of the placeholders. */
const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .superRefine((text, context) => {
      const unknown = [...text.matchAll(/\{([^{}]*)\}/g)].find(([, name = ""]) => !known.has(name));
      if (unknown)
        context.addIssue({
          code: "custom",
          params: { reason: "unknown-placeholder" },
          message: `${unknown[0]} is no placeholder`,
        });
    });
const given = (most: number) => words(most).min(1);
const orNone = (most: number) => words(most).transform((text) => text || null);

/** The words of an edition's certificates; a text without an English one stands in Chinese alone. */
export const certificateTemplateSchema = z.object({
  title: given(40),
  titleEn: orNone(80),
  body: given(600),
  bodyEn: orNone(1000),
  /** Who gives it, a line each. */
  issuer: given(200),
  issuerEn: orNone(400),
});
export type CertificateTemplate = z.output<typeof certificateTemplateSchema>;

/** What an edition's certificates say until somebody writes words of their own. */
export const defaultTemplate: CertificateTemplate = {
  title: "获奖证书",
  titleEn: "Certificate of Award",
  body: "{name}：\n您的项目「{project}」在{edition}{round}中荣获{award}。\n特发此证，以资鼓励。",
  bodyEn: "{name}\nYour project “{project}” won {award} in {round}, {edition}.",
  issuer: "大赛组委会",
  issuerEn: "The Organizing Committee",
};

/** The text with every placeholder replaced; what the facts say is never read as a placeholder. */
export function fillTemplate(text: string, facts: CertificateFacts): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    known.has(name) ? facts[name as CertificatePlaceholder] : whole,
  );
}

/** The entries that won one of the prizes by their rank, which equals share, from the first place down. */
export function awardedOf(
  standings: readonly Standing[],
  prizes: readonly RankedPrize[],
): { standing: Standing; prize: RankedPrize }[] {
  return standings
    .flatMap((standing) => {
      const prize = prizeOfRank(standing.rank, prizes);
      return prize ? [{ standing, prize }] : [];
    })
    .toSorted((a, b) => (a.standing.rank ?? 0) - (b.standing.rank ?? 0));
}

/** What became of a published result's ranks by due diligence. */
export interface Granted {
  /** The grant by that very result; null without one. */
  grantId: number | null;
  awards: { entry: string; title: string; titleEn: string | null; yuan: number | null; awardedRank: number }[];
  /** Entries that have lost their rank. */
  lost: string[];
}

/** An entry that won something. */
export interface Won {
  standing: Standing;
  rank: number;
  title: string;
  titleEn: string | null;
  /** Whole yuan; null where none is said. */
  yuan: number | null;
}

/** Who won what: the awards as they were granted; before that by the rank, without those who have lost theirs. */
export function wonBy(standings: readonly Standing[], prizes: readonly RankedPrize[], granted: Granted): Won[] {
  const byEntry = new Map(standings.map((standing) => [standing.entry, standing]));
  if (granted.grantId !== null)
    return granted.awards.flatMap(({ entry, awardedRank, ...award }) => {
      const standing = byEntry.get(entry);
      return standing ? [{ standing, rank: awardedRank, ...award }] : [];
    });
  return awardedOf(standings, prizes)
    .filter(({ standing }) => !granted.lost.includes(standing.entry))
    .map(({ standing, prize: { title, titleEn } }) => ({
      standing,
      rank: standing.rank ?? 0,
      title,
      titleEn,
      yuan: null,
    }));
}

/** Whether a certificate holds: of a published result, of one that a correction replaced, or of none that is public now. */
export type CertificateState = "valid" | "replaced" | "void";

/** By the one rule for what the public may see. Where awards are granted they decide, and not the rank that they followed. */
export function certificateState(made: {
  /** Of the release that it was made for. */
  state: ReleaseState;
  /** Whether that release can be read, which one that went with a withdrawal cannot. */
  readable: boolean;
  /** Of the round's release that is public now, if any. */
  current: ReleaseState | null;
  of: Pick<PublicFacts, "state" | "kind" | "imported" | "rehearsal">;
  /** The grant that it was made by, and the one of that release that stands; null: it went by the rank, and none stands. */
  grant: { made: number | null; standing: number | null };
  /** Whose it is has lost the rank. */
  lost: boolean;
  /** Whose it is has an award by the grant that stands. */
  awarded: boolean;
}): CertificateState {
  const { state, readable, current, of, grant } = made;
  if (!visibleNow({ ...noStage, ...of, release: current && { state: current } }).results || made.lost) return "void";
  if (state === "published" && grant.made === grant.standing) return "valid";
  if (state === "published") return grant.standing !== null && made.awarded ? "replaced" : "void";
  return state === "superseded" && readable ? "replaced" : "void";
}
