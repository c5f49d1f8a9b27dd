import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import type { ListColumn, ListName } from "~/rules/exchange/export-column.ts";
import { alarmOf, nextMilestone, stateOf } from "~/rules/landing/landing.ts";
import { filterLandings, landingFilterOf } from "~/rules/landing/landing-figures.ts";
import { batchRefusals } from "~/rules/screening/batch.ts";
import { now } from "~/services/clock.ts";
import { csvTable } from "~/services/spreadsheet/csv.ts";
import { type CellValue, type Sheet, xlsxTable } from "~/services/spreadsheet/xlsx.ts";
import type { Db } from "~db/client.ts";
import { findLandings } from "~db/queries/landing/landings.ts";
import { findLostMails } from "~db/queries/mail/mails.ts";
import { findAllRecommenders } from "~db/queries/recommenders.ts";
import { findBatch, findBatchItems, findRecentBatches, itemStates } from "~db/queries/screening/batches.ts";
import { findWaitingList } from "~db/queries/screening/decisions.ts";
import { deskLists, type ListSource } from "./desk-lists.ts";
import { tableTime } from "./list-cells.ts";

export type TableFormat = keyof typeof types;

const types = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
};

/** A table as a download, written while it is read; `plain` is its name for browsers that take ASCII alone. What fails on the way breaks it off. */
export function tableAnswer(
  format: TableFormat,
  sheet: Sheet,
  { plain, name }: { plain: string; name: string },
): Response {
  const dated = `${name}-${dayIn(homeZone, now())}.${format}`;
  const file = Readable.from(format === "csv" ? csvTable(sheet.rows) : xlsxTable(sheet), { highWaterMark: 2 });
  return new Response(createReadableStreamFromReadable(file), {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="${plain}.${format}"; filename*=UTF-8''${encodeURIComponent(dated)}`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

/** Which list: of an edition, of one of its heats (by id), or of one of its batches, perhaps only the rows of one state. */
export interface ListOf extends ListSource {
  list: ListName;
  baseUrl: string;
}

const pageRows = 500;

type Row = Partial<Record<ListColumn, CellValue>>;

/** One of the lists around the desk, as rows of a table: the header, then its rows in the order of its page. */
export async function* listedRows(
  db: Db,
  of: ListOf,
  { columns, locale }: { columns: readonly ListColumn[]; locale: Locale },
): AsyncGenerator<CellValue[]> {
  const { t } = i18nFor(locale);
  yield columns.map((column) => t(`exchange:list.column.${column}`));
  for await (const row of rows[of.list](db, of, locale)) yield columns.map((column) => row[column] ?? null);
}

const rows: Record<ListName, (db: Db, of: ListOf, locale: Locale) => AsyncGenerator<Row>> = {
  ...deskLists,
  async *waiting(db, { id }, locale) {
    const { t } = i18nFor(locale);
    for (const [at, { since, eligibility, ...row }] of (await findWaitingList(db, id)).entries())
      yield {
        ...row,
        position: at + 1,
        since: since && tableTime(since),
        eligibility: eligibility && t(`eligibility:verdict.${eligibility as "met"}`),
      };
  },
  async *batches(db, { id }, locale) {
    const { t } = i18nFor(locale);
    for (const { createdAt, input, state, ...row } of await findRecentBatches(db, id))
      yield {
        ...row,
        startedAt: tableTime(createdAt),
        act: t(`screening:batch.act.${input.act}`),
        state: t(`screening:batch.state.${state}`),
      };
  },
  async *batch(db, { id, query }, locale) {
    const state = itemStates.find((each) => each === query.get("state"));
    const { t } = i18nFor(locale);
    const batch = await findBatch(db, id);
    if (!batch) return;
    for (let after = 0; ; ) {
      const page = await findBatchItems(db, { batchId: id, state, after, limit: pageRows });
      for (const { position, code, projectTitle, leaderName, state: became, result, error } of page) {
        const doneText = result?.proposed
          ? t("screening:batch.row.proposed")
          : t(`screening:batch.did.${batch.input.act}`);
        const outcome = became === "done" ? doneText : t(`screening:batch.row.${became}`);
        yield { position, code, projectTitle, leaderName, outcome, reason: error && why(error, locale) };
      }
      const last = page.at(-1);
      if (!last || page.length < pageRows) return;
      after = last.position;
    }
  },
  async *bounces(db, { id }, locale) {
    const { t } = i18nFor(locale);
    for (let after: string | undefined; ; ) {
      const page = await findLostMails(db, id, { after }, pageRows);
      for (const { code, projectTitle, recipient, delivery, deliveryDetail, error, ...mail } of page.rows) {
        const states = [
          t(`ui:state.mail.${mail.state as "sent"}`),
          delivery && t(`mail:delivery.${delivery as "bounced"}`),
        ];
        yield {
          code,
          projectTitle,
          recipient,
          mail: t(`mail:kind.${mail.template as "qualified"}`),
          state: states.filter(Boolean).join(" · "),
          reason: deliveryDetail ?? error,
          at: tableTime(mail.createdAt),
          again: mail.again ? t("mail:bounces.again") : null,
        };
      }
      if (page.next === undefined) return;
      after = page.next;
    }
  },
  async *recommenders(db, { id, baseUrl }, locale) {
    const { t } = i18nFor(locale);
    for (const { key, endedAt, ...row } of await findAllRecommenders(db, id))
      yield { ...row, link: endedAt ? t("editions:recommenders.ended") : `${baseUrl}/r/${key}` };
  },
  async *landing(db, { id, query }, locale) {
    const { t } = i18nFor(locale);
    const today = dayIn(homeZone, now());
    for (const landing of filterLandings(await findLandings(db, id), landingFilterOf(query), today)) {
      const { number, code, title, titleEn, entry, platform, owner, startedOn, milestones, capital, funds } = landing;
      const next = nextMilestone(milestones);
      const alarm = alarmOf(landing, today);
      yield {
        position: number,
        code,
        heat: entry && entry.kind !== "final" ? inLocale(locale, entry.roundTitle, entry.roundTitleEn) : null,
        number: entry?.number,
        entry: entry?.key,
        projectTitle: inLocale(locale, title, titleEn),
        owner,
        startedOn,
        state: t(`ui:state.landing.${stateOf(landing)}`),
        platform: t(`landing:platform.${platform ?? "undecided"}`),
        ...Object.fromEntries(milestones.map(({ step, doneOn }) => [step, doneOn])),
        capitalYuan: capital,
        fundsYuan: funds,
        ...(next && !landing.givenUp ? { next: t(`ui:state.landing.${next.step}`), dueOn: next.dueOn } : {}),
        alarm: alarm && t(`landing:alarm.${alarm}`),
      };
    }
  },
};

/** Why a row was refused, in words, with the codes that it is about. */
function why({ type, codes }: { type: string; codes?: unknown }, locale: Locale): string {
  const known = batchRefusals.find((each) => each === type) ?? "other";
  const words = i18nFor(locale).t(`screening:batch.refusal.${known}`);
  return [words, ...(Array.isArray(codes) ? codes.map(String) : [])].join(" ");
}
