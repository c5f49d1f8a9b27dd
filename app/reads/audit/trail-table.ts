import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import type { Places } from "~/rules/accounts/access.ts";
import type { TrailFilter } from "~/rules/audit/trail-filter.ts";
import type { CellValue } from "~/services/spreadsheet/xlsx.ts";
import type { Db } from "~db/client.ts";
import { findNamed, findTrail, type TrailEntry } from "~db/queries/audit/trail.ts";
import { actInWords } from "./trail-words.ts";

/** The trail as a table to take along. */

const pageRows = 500;

const columns = [
  "id",
  "at",
  "actor",
  "command",
  "act",
  "facts",
  "reason",
  "edition",
  "round",
  "rehearsal",
  "number",
  "entry",
  "application",
  "seal",
  "digest",
] as const;

/** The entries that the filter finds in those places, the latest first, as rows of a table with a header; read a page at a time. */
export async function* trailRows(
  db: Db,
  { places, filter, locale }: { places: Places; filter: TrailFilter; locale: Locale },
): AsyncGenerator<CellValue[]> {
  const { t } = i18nFor(locale);
  yield columns.map((column) => t(`acts:column.${column}`));
  const named = filter.search ? await findNamed(db, filter.search) : null;
  for (let after: string | undefined; ; ) {
    const { rows, next } = await findTrail(db, places, filter, { named, at: { after }, size: pageRows });
    for (const entry of rows) {
      const cells = cellsOf(entry, locale);
      yield columns.map((column) => cells[column]);
    }
    if (next === undefined) return;
    after = next;
  }
}

function cellsOf(entry: TrailEntry, locale: Locale): Record<(typeof columns)[number], CellValue> {
  const { t } = i18nFor(locale);
  const { id, at, command, actor, actorId, reason, edition, round, rehearsal, code, seal, digest } = entry;
  const { sentence, details } = actInWords(entry, locale);
  const facts = entry.facts as Record<string, unknown>;
  return {
    id: Number(id),
    at: second.format(at),
    actor: actorId === null ? t("acts:nobody") : actor,
    command,
    act: sentence,
    facts: details.map(({ label, value }) => `${label}${t("acts:is")}${value}`).join("\n"),
    reason,
    edition,
    round,
    rehearsal: rehearsal ? t("acts:yes") : null,
    number: (typeof facts.entry === "string" && entry.numbers?.[facts.entry]) || null,
    entry: typeof facts.entry === "string" ? facts.entry : null,
    application: code,
    seal,
    digest,
  };
}

/** Day and second in Beijing. */
const second = new Intl.DateTimeFormat("sv-SE", {
  timeZone: homeZone,
  dateStyle: "short",
  timeStyle: "medium",
});
