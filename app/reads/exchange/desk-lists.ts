import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { Places } from "~/rules/accounts/access.ts";
import { lacksFactor } from "~/rules/accounts/access.ts";
import { planAwards } from "~/rules/awards/awards.ts";
import { progressOf } from "~/rules/diligence/diligence.ts";
import { formatSerial } from "~/rules/documents/certificate-serial.ts";
import type { ListColumn } from "~/rules/exchange/export-column.ts";
import { noNumber } from "~/rules/heats/entry-number.ts";
import { readStoredOwnDays } from "~/rules/notices/notice.ts";
import { alarmOf } from "~/rules/notices/objection.ts";
import { boardOf, entriesLacking } from "~/rules/review/assignment-board.ts";
import { now } from "~/services/clock.ts";
import type { CellValue } from "~/services/spreadsheet/xlsx.ts";
import type { Db } from "~db/client.ts";
import { findEditionStaff } from "~db/queries/accounts/staff.ts";
import { findAwardSettings } from "~db/queries/awards/awards.ts";
import { findChecklist, findFinalists, findFinalOf } from "~db/queries/diligence.ts";
import { findRoundCertificates } from "~db/queries/documents/certificates.ts";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { findRunSheet } from "~db/queries/heats/attendances.ts";
import { findPendingMails } from "~db/queries/mail/outbox.ts";
import { findObjections } from "~db/queries/notices/objections.ts";
import { findReviewSettings } from "~db/queries/review/assignments.ts";
import { findProgressByEntry, findProgressByJudge } from "~db/queries/review/review-progress.ts";
import { findReviewTask } from "~db/queries/review/review-tasks.ts";
import { findJudgeRule } from "~db/queries/rounds/panel-places.ts";
import { findPanel } from "~db/queries/rounds/panels.ts";
import { advancementView } from "../advancement/advancement-view.ts";
import { readPapers } from "../documents/paper.ts";
import { found } from "../heats/run-sheet-view.ts";
import { tableTime } from "./list-cells.ts";

/** What a list is of: the edition or the round or batch by `id`, and what narrows it, as its page's address has it. */
export interface ListSource {
  /** The id of the edition, or for lists of a round or a batch of that. */
  id: number;
  edition: { id: number; slug: string; advancement: unknown };
  /** The round's slug, where it is of one. */
  round?: string;
  query: URLSearchParams;
  /** Where the person may see objections. */
  places?: Places | null;
}

type Row = Partial<Record<ListColumn, CellValue>>;
export type ListRows = (db: Db, of: ListSource, locale: Locale) => AsyncGenerator<Row>;

/** More than any list holds. */
const everything = 100_000;

/** The lists of the desk's pages, each in the order of its page and narrowed as it is there, with a fixed number of queries. */
export const deskLists = {
  async *advancement(db, { edition }, locale) {
    const { t } = i18nFor(locale);
    const { plan } = await advancementView(db, edition, { locale, at: now() });
    for (const line of plan?.lines ?? [])
      for (const { key, number, title, rank, total, outcome } of line.entries)
        yield {
          heat: line.heatTitle,
          group: line.group,
          rank,
          number,
          entry: key,
          projectTitle: title,
          marks: total,
          outcome: t(`advancement:outcome.${outcome}`),
        };
  },
  async *awards(db, { edition }, locale) {
    const { t } = i18nFor(locale);
    const final = await findFinalOf(db, edition.id);
    const settings = await findAwardSettings(db, edition.id);
    const finalists = new Map((final ? await findFinalists(db, final.id) : []).map((each) => [each.key, each]));
    const { groups } = await findTracksAndGroups(db, edition.id);
    if (!final?.release) return;
    const { lines: standings, separate } = final.release;
    const decisions = new Map(
      [...finalists.values()].flatMap(({ key, decision }) => (decision ? [[key, decision.outcome] as const] : [])),
    );
    for (const { group: key, lines } of planAwards({ standings, separate, decisions, ...settings }).rankings) {
      const group = groups.find((each) => each.key === key);
      for (const { entry, rank, awardedRank, outcome, level } of lines) {
        const award = level === null ? undefined : settings.levels[level - 1];
        const finalist = finalists.get(entry);
        yield {
          group: group ? inLocale(locale, group.title, group.titleEn) : key,
          rank,
          awardedRank,
          number: finalist?.number,
          entry,
          projectTitle: finalist && inLocale(locale, finalist.title, finalist.titleEn),
          finding: t(outcome ? `awards:outcome.${outcome}` : "awards:pending"),
          award: award && inLocale(locale, award.title, award.titleEn),
          yuan: award?.yuan,
        };
      }
    }
  },
  async *diligence(db, { edition }, locale) {
    const { t } = i18nFor(locale);
    const final = await findFinalOf(db, edition.id);
    const finalists = new Map((final ? await findFinalists(db, final.id) : []).map((each) => [each.key, each]));
    const { items } = await findChecklist(db, edition.id);
    for (const { entry, rank } of final?.release?.lines ?? []) {
      const finalist = finalists.get(entry);
      if (!finalist) continue;
      const { number, title, titleEn, files, findings, decision } = finalist;
      const { answered, unmet } = progressOf(items, findings);
      yield {
        rank,
        number,
        entry,
        projectTitle: inLocale(locale, title, titleEn),
        answered,
        unmet,
        files,
        finding: t(decision ? `awards:outcome.${decision.outcome}` : "awards:pending"),
        decidedBy: decision?.by,
        decidedAt: decision && tableTime(decision.at),
      };
    }
  },
  async *people(db, { edition, query }, locale) {
    const { t } = i18nFor(locale);
    for (const member of await findEditionStaff(db, {
      editionId: edition.id,
      search: query.get("q") ?? "",
      now: now(),
    }))
      yield {
        person: member.name,
        email: member.email,
        role: t(`ui:role.${member.role}`),
        state: t(`ui:state.invitation.${member.state}`),
        factor: lacksFactor(member) ? t("factor:missing") : null,
      };
  },
  async *outbox(db, { edition }, locale) {
    const { t } = i18nFor(locale);
    for (const { tells, code, projectTitle, leaderName, recipient, createdAt } of await findPendingMails(
      db,
      edition.id,
      everything,
    ))
      yield {
        mail: t(`mail:decision.${tells as "qualified"}`),
        code,
        projectTitle,
        leaderName,
        recipient,
        at: tableTime(createdAt),
      };
  },
  async *objections(db, { edition, places }, locale) {
    const { t } = i18nFor(locale);
    if (!places) return;
    const at = now();
    for (const each of await findObjections(db, places, edition.slug)) {
      const alarm = alarmOf(each, at, readStoredOwnDays(each.ownDays));
      yield {
        receipt: each.receipt,
        heat: inLocale(locale, each.roundTitle, each.roundTitleEn),
        number: each.number,
        entry: each.entry,
        projectTitle:
          each.entry === null ? t("notice:form.wholeList") : inLocale(locale, each.entryTitle, each.entryTitleEn),
        state: t(`ui:state.objection.${each.state}`),
        filedAt: tableTime(each.filedAt),
        dueOn: each.dueOn,
        alarm: alarm === "overdue" || alarm === "soon" ? t(`notice:alarm.${alarm}`) : null,
      };
    }
  },
  async *runsheet(db, { id, query }, locale) {
    const { t } = i18nFor(locale);
    const sheet = await findRunSheet(db, id);
    const keys = found(sheet, query.get("q") ?? "");
    for (const { key, runningOrder, title, titleEn, groupTitle, groupTitleEn, ...entry } of sheet)
      if (keys.has(key))
        yield {
          number: runningOrder,
          entry: key,
          projectTitle: inLocale(locale, title, titleEn),
          group: inLocale(locale, groupTitle, groupTitleEn),
          panel: entry.panel,
          leaderName: entry.leaderName,
          attendance: t(`runSheet:state.${entry.state ?? "waiting"}`),
          recordedAt: entry.recordedAt && tableTime(entry.recordedAt),
          recordedBy: entry.recordedBy,
          reason: entry.reason,
        };
  },
  async *panel(db, { id }, locale) {
    const { t } = i18nFor(locale);
    const { kinds } = await findJudgeRule(db, id);
    for (const seat of await findPanel(db, id, now())) {
      const state = seat.userId ? "accepted" : seat.invitation;
      yield {
        judge: seat.key,
        person: seat.name,
        head: t(seat.head ? "exchange:list.yes" : "exchange:list.no"),
        panel: seat.panel,
        kind: kinds.find(({ key }) => key === seat.kind)?.label ?? seat.kind,
        email: seat.email,
        state: seat.removedAt ? t("rounds:panel.removed") : state && t(`ui:state.invitation.${state}`),
        sheets: seat.sheets,
      };
    }
  },
  async *assignments(db, { id, query }, locale) {
    const settings = await findReviewSettings(db, id);
    const task = settings && (await findReviewTask(db, id, settings));
    if (!task) return;
    const short = entriesLacking(task);
    const words = (query.get("q") ?? "").trim().toLowerCase();
    const shown = task.entries.filter(
      (entry) =>
        (query.get("show") !== "lacking" || short.has(entry.id)) &&
        `${entry.key}\n${entry.title}\n${entry.titleEn ?? ""}`.toLowerCase().includes(words),
    );
    const board = boardOf(
      task,
      shown.map((entry) => entry.id),
    );
    const titles = new Map(shown.map((entry) => [entry.id, entry]));
    for (const { id: entryId, lacking, assigned } of board) {
      const entry = titles.get(entryId);
      const project = {
        entry: entry?.key,
        projectTitle: entry && inLocale(locale, entry.title, entry.titleEn),
        lacking,
      };
      if (assigned.length === 0) yield project;
      for (const { judge } of assigned) yield { ...project, judge: judge.key, person: judge.name };
    }
  },
  async *progress(db, { id, query }, locale) {
    const perEntry = (await findReviewSettings(db, id))?.perEntry ?? 0;
    const lacking = query.get("entries") === "lacking";
    const { entries } = await findProgressByEntry(db, { roundId: id, perEntry, lacking, page: "all" });
    for (const { key, code, title, titleEn, assigned, submitted } of entries)
      yield { entry: key, code, projectTitle: inLocale(locale, title, titleEn), assigned, submitted };
  },
  async *reviewers(db, { id, query }) {
    for (const { key, name, assigned, submitted, lastAt } of await findProgressByJudge(db, id))
      if (query.get("judges") !== "lagging" || submitted < assigned)
        yield { judge: key, person: name, assigned, submitted, savedAt: lastAt && tableTime(lastAt) };
  },
  async *confirmations(db, { id, round }, locale) {
    const { t } = i18nFor(locale);
    const { scores } = await readPapers(db, { id, slug: round ?? "" });
    for (const { entry, standing, sheets, complete, signature } of scores)
      yield {
        number: entry.number === entry.key || entry.number === noNumber ? null : Number(entry.number),
        entry: entry.key,
        projectTitle: inLocale(locale, entry.title, entry.english),
        marks: complete ? standing?.total : null,
        sheets: sheets.filter(({ sheet }) => sheet !== null).length,
        signed: sheets.filter(({ sheet }) => sheet?.signature && !sheet.signature.outdated).length,
        confirmed: t(signature && !signature.outdated ? "exchange:list.yes" : "exchange:list.no"),
      };
  },
  async *certificates(db, { id }, locale) {
    for (const each of await findRoundCertificates(db, id))
      yield {
        serial: formatSerial(each.serial),
        number: each.number,
        entry: each.entry,
        rank: each.rank,
        projectTitle: inLocale(locale, each.title, each.titleEn),
        award: inLocale(locale, each.award, each.awardEn),
        leaderName: each.leader,
      };
  },
} satisfies Record<string, ListRows>;
