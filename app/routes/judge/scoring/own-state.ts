import type { RoundState } from "~/rules/rounds/round.ts";
import type { KeptSheet } from "./kept-sheet.ts";
import type { SheetWords } from "./sheet-words.ts";

/** What the server's page said of the own sheet. */
interface Seen {
  round: { state: RoundState };
  sheet: { words: SheetWords; submittedAt: string | null; total: string } | null;
  recusal: { reason: string; declared: string } | null;
  lateAt: string | null;
  out: boolean;
}

/** How a judge stands to an entry, by the server's page and by what this device keeps. */
export type OwnState =
  | { type: "recused"; reason: string; declared: string }
  | { type: "recusing"; reason: string }
  | { type: "submitted"; words: SheetWords; total: string; submittedAt: string }
  | { type: "waiting"; words: SheetWords; at: string }
  | { type: "late"; words: SheetWords; at: string }
  | { type: "out" | "closed" | "open" };

/** What the page of an entry shows: whatever is final goes before what can still be written. */
export function ownState(seen: Seen, kept: KeptSheet | undefined): OwnState {
  const { sheet, recusal } = seen;
  if (recusal) return { type: "recused", ...recusal };
  if (sheet?.submittedAt) return { type: "submitted", ...sheet, submittedAt: sheet.submittedAt };
  const { act = null, told = null } = kept ?? {};
  if (act?.kind === "recuse") return { type: "recusing", reason: act.reason };
  if (kept && act) return { type: "waiting", words: kept.words, at: act.at };
  if (told?.state === "recused") return { type: "recused", reason: told.reason, declared: told.at };
  if (kept && told?.state === "submitted")
    return { type: "submitted", words: kept.words, total: told.total, submittedAt: told.at };
  const lateAt = told?.state === "late" ? told.at : seen.lateAt;
  const words = kept?.words ?? sheet?.words ?? { marks: {}, note: "" };
  // Once the round is open again a late sheet can be handed in in time
  if (lateAt && (seen.round.state === "closed" || told?.state === "late")) return { type: "late", words, at: lateAt };
  if (seen.out) return { type: "out" };
  return { type: seen.round.state === "judging" ? "open" : "closed" };
}
