import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type AdvancementPlan, advancingOf, isAdvancing, type PlannedPlace } from "~/rules/advancement/advancement.ts";
import { advancementBlockers } from "~/rules/advancement/blockers.ts";
import { heatsPublishedSince, lineDifferences, substitutesToMoveUp } from "~/rules/advancement/recorded-line.ts";
import { entryNumber, hasNumbers } from "~/rules/heats/entry-number.ts";
import { type AdvancementTask, findAdvancementTask } from "~db/queries/advancement/advancements.ts";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { openTies, planOf, planOfRecordedLine, previewDigest, todayAt } from "./advancement-plan.ts";

export type AdvancementView = Awaited<ReturnType<typeof advancementView>>;
export type ShownLine = NonNullable<AdvancementView["plan"]>["lines"][number];

/** Everything that the page shows, in its language. Seven queries; two more where preliminary scores part equals. */
export async function advancementView(
  db: AppLoadContext["db"],
  edition: { id: number; advancement: unknown },
  { locale, at }: { locale: Locale; at: Date },
) {
  const task = await findAdvancementTask(db, edition);
  const { tracks, groups } = await findTracksAndGroups(db, edition.id);
  const { rule, heats, final, drawn } = task;
  const plan = planOf(task);
  const heatTitles = new Map(heats.map((heat) => [heat.slug, nameIn(locale, heat, heats)]));
  const titlesOf = (named: typeof tracks) =>
    new Map(named.map(({ key, title, titleEn }) => [key, inLocale(locale, title, titleEn)]));
  const groupTitles = titlesOf(groups);
  return {
    rule,
    heats: heats.map(({ slug, release }) => ({
      slug,
      title: heatTitles.get(slug) ?? slug,
      release: release && { version: release.version },
    })),
    final: final && {
      slug: final.slug,
      title: inLocale(locale, final.title, final.titleEn),
      begun: final.begun,
      entries: final.entries.size,
    },
    drawn: drawn && {
      version: drawn.version,
      at: drawn.drawnAt,
      by: drawn.drawnBy,
      rule: { substitutes: drawn.rule.substitutes, afterNotice: drawn.rule.afterNotice },
    },
    plan: plan && shownPlan(task, plan, { heatTitles, groupTitles, trackTitles: titlesOf(tracks), locale, at }),
  };
}

type Heat = AdvancementTask["heats"][number];

/** A heat goes by its city where it is the only one there. */
function nameIn(locale: Locale, { city, cityEn, title, titleEn }: Heat, heats: readonly Heat[]): string {
  const alone = heats.filter((each) => each.city === city).length === 1;
  return city !== null && alone ? inLocale(locale, city, cityEn) : inLocale(locale, title, titleEn);
}

interface Words {
  heatTitles: ReadonlyMap<string, string>;
  groupTitles: ReadonlyMap<string, string>;
  trackTitles: ReadonlyMap<string, string>;
  locale: Locale;
  at: Date;
}

function shownPlan(task: AdvancementTask, plan: AdvancementPlan, words: Words) {
  const { heatTitles, groupTitles, locale, at } = words;
  const { heats, final, drawn } = task;
  const inFinal = new Set(final?.entries.keys());
  const going = new Set(advancingOf(plan).map(({ entry }) => entry.id));
  const differences = drawn ? lineDifferences(drawn.places, plan) : [];
  const corrected = drawn ? heatsPublishedSince(drawn.places, task.published) : [];
  const all = plan.lines.flatMap(({ entries }) => entries);
  const drawnHeats = heats
    .map(({ slug }) => slug)
    .filter((slug) => hasNumbers(all.filter(({ heat }) => heat === slug).map(({ entry }) => entry)));
  const calledOf = new Map(
    all.map(
      ({ heat, entry }) => [entry.id, entryNumber(entry.number, entry.entry, drawnHeats.includes(heat))] as const,
    ),
  );
  const shown = ({ entry, heat, outcome, reason, next, figure }: PlannedPlace) => ({
    id: entry.id,
    heat,
    heatTitle: heatTitles.get(heat) ?? heat,
    key: entry.entry,
    number: entry.number ?? null,
    isDrawn: drawnHeats.includes(heat),
    title: inLocale(locale, entry.title, entry.titleEn),
    rank: entry.rank,
    total: entry.total,
    outcome,
    reason,
    /** Whom the cap lets on before it, by running order. */
    cappedBy: reason.why === "capped" ? reason.ahead.map((id) => calledOf.get(id) ?? id) : [],
    next,
    figure,
    inFinal: inFinal.has(entry.id),
  });
  const lines = plan.lines.map((line) => ({
    heat: line.heat,
    heatTitle: heatTitles.get(line.heat) ?? line.heat,
    places: line.places,
    basis: line.basis ?? null,
    group: line.group === null ? null : (groupTitles.get(line.group) ?? line.group),
    groupKey: line.group,
    byGroup: plan.lines.filter(({ heat }) => heat === line.heat).length > 1 || line.group !== null,
    entries: line.entries.map(shown),
  }));
  const added = [...going].filter((id) => !inFinal.has(id)).length;
  const removed = [...inFinal].filter((id) => !going.has(id)).length;
  const byLine = planOfRecordedLine(task);
  const lineDiffers = drawn !== null && byLine !== null && lineDifferences(drawn.places, byLine).length > 0;
  const moveUp = byLine && !lineDiffers ? substitutesToMoveUp(byLine, inFinal).map(shown) : [];
  const places = new Map(lines.flatMap(({ entries }) => entries).map((place) => [place.id, place]));
  return {
    digest: previewDigest(task, plan),
    gaps: advancementBlockers(heats, plan, todayAt(at)),
    lines,
    quotas: plan.quotas ? shownQuotas(plan.quotas, task, words) : null,
    counts: { going: going.size, added, removed },
    /** Equals whom the panel parts, or has parted in a decision that can still be put right. */
    tied: openTies(task).map(({ heat, group, movingUp, room, entries, decision, optional = false }) => {
      const line = lines.find((each) => each.heat === heat && each.groupKey === group);
      return {
        key: entries.join("-"),
        wild: heat === null,
        movingUp,
        room,
        shared: entries.length,
        heatTitle: line?.heatTitle ?? "",
        group: line?.group ?? null,
        byGroup: line?.byGroup ?? false,
        places: entries.flatMap((id) => {
          const place = places.get(id);
          return place ? [{ ...place, decided: decision?.places.get(id) ?? null }] : [];
        }),
        decided: decision !== null,
        optional,
      };
    }),
    moveUp,
    lineDiffers,
    differences: differences.map(({ title, titleEn, heat, ...each }) => ({
      ...each,
      isDrawn: drawnHeats.includes(heat),
      heat: heatTitles.get(heat) ?? heat,
      title: inLocale(locale, title, titleEn),
    })),
    /** Drawn again, the line would be another; that somebody moves up makes no other line. */
    corrected: corrected.map((slug) => heatTitles.get(slug) ?? slug),
    redrawable: drawn !== null && (differences.length + corrected.length > 0 || removed > 0 || added > moveUp.length),
    flow: heats.map(({ slug, release }) => {
      const entries = plan.lines.filter(({ heat }) => heat === slug).flatMap((line) => line.entries);
      const on = entries.filter(({ outcome }) => isAdvancing(outcome)).length;
      return { slug, title: heatTitles.get(slug) ?? slug, published: release !== null, all: entries.length, going: on };
    }),
  };
}

export type ShownQuota = ReturnType<typeof shownQuotas>[number];

/** The parts of the edition's places, each unit and behind it its lines where it has several. */
function shownQuotas(quotas: NonNullable<AdvancementPlan["quotas"]>, { rule }: AdvancementTask, words: Words) {
  const titles = { heat: words.heatTitles, track: words.trackTitles, group: words.groupTitles }[
    rule?.quota?.over ?? "heat"
  ];
  return quotas.map(({ lines, key, ...unit }) => ({
    ...unit,
    key,
    title: titles.get(key) ?? (key || null),
    lines:
      lines.length < 2
        ? []
        : lines.map(({ heat, group, ...line }) => ({
            ...line,
            heat: words.heatTitles.get(heat) ?? heat,
            group: group === null ? null : (words.groupTitles.get(group) ?? group),
          })),
  }));
}
