import type { LoaderFunctionArgs } from "@remix-run/node";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import { arrivalOf, countAttendance, type LateRule } from "~/rules/heats/attendance.ts";
import { entryNumber, hasNumbers } from "~/rules/heats/entry-number.ts";
import { searchColumns, searchWords } from "~/rules/screening/search-text.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { findEntryOfTicket, findRunSheet, type RunSheetEntry } from "~db/queries/heats/attendances.ts";
import { findLatestDraw } from "~db/queries/heats/draws.ts";

export type SheetLine = Awaited<ReturnType<typeof runSheetView>>["lines"][number];

/** The run sheet as its pages show it, in the language of the page: three queries. */
export async function runSheetView({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  if (round.kind === "preliminary") throw notFound();
  const { db, locale } = context;
  const sheet = await findRunSheet(db, round.id);
  const latest = await findLatestDraw(db, round.id);
  const drawn = latest ? { among: latest.among as "all" | "present", keys: latest.entryKeys } : null;
  const isDrawn = hasNumbers(sheet.map(({ runningOrder: number }) => ({ number })));
  const scope = { editionId: round.editionId, roundId: round.id };
  return {
    actor,
    round,
    sheet,
    latest,
    keeps: can(actor, "keep-run-sheet", scope),
    confirms: can(actor, "confirm-redraw", scope),
    lateRule: round.lateRule as LateRule,
    counts: countAttendance(sheet.map(({ state }) => state)),
    lines: sheet.map((entry) => ({
      key: entry.key,
      number: entryNumber(entry.runningOrder, entry.key, isDrawn),
      place: entry.runningOrder,
      panel: entry.panel,
      title: inLocale(locale, entry.title, entry.titleEn),
      group: inLocale(locale, entry.groupTitle, entry.groupTitleEn),
      leader: entry.leaderName ?? "",
      code: entry.code ?? "",
      state: entry.state,
      out: entry.out,
      means: entry.means as "ticket" | "hand" | null,
      reason: entry.reason,
      recordedAt: entry.recordedAt,
      recordedBy: entry.recordedBy,
      scored: entry.scored,
      /** Whoever signs in now counts as this. */
      arrival: arrivalOf(entry.key, drawn),
    })),
  };
}

/** The lines that a search names: by project, leader, number, and their pinyin. */
export function found(sheet: readonly RunSheetEntry[], search: string): Set<string> {
  const words = searchWords(search);
  const keys = sheet.filter((entry) => {
    const { key, code, title, titleEn, leaderName, runningOrder } = entry;
    const answers = { projectTitle: title, projectTitleEn: titleEn ?? "", leaderName: leaderName ?? "" };
    const { searchText } = searchColumns({ code: `${key} ${runningOrder ?? ""} ${code ?? ""}`, answers });
    return words.every((word) => searchText.includes(word));
  });
  return new Set(keys.map(({ key }) => key));
}

/** What a scanned ticket or a chosen line stands for: a line of this sheet, or in words why it is none. */
export async function chosenOf({ request, context }: LoaderFunctionArgs, round: { id: number }) {
  const { searchParams } = new URL(request.url);
  const ticket = searchParams.get("ticket");
  if (ticket === null) return { ticket: null, entry: searchParams.get("entry"), foreign: null };
  const entry = await findEntryOfTicket(context.db, ticket);
  if (entry?.roundId === round.id) return { ticket, entry: entry.key, foreign: null };
  const actor = await context.actor();
  const known = entry && actor && can(actor, "see-scores", { editionId: entry.editionId, roundId: entry.roundId });
  return {
    ticket,
    entry: null,
    foreign: { title: known ? inLocale(context.locale, entry.title, entry.titleEn) : null },
  };
}
