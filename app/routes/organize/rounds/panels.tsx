import { randomBytes } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { By } from "~/commands/command.ts";
import { drawPanels } from "~/commands/heats/draw-panels.ts";
import { placeEntries } from "~/commands/rounds/place-entries.ts";
import { placeJudges } from "~/commands/rounds/place-judges.ts";
import { savePanels } from "~/commands/rounds/save-panels.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, rowsOf, textOf } from "~/forms/fields.ts";
import { useProblems, wholeProblem } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { drawDigest } from "~/rules/heats/draw.ts";
import { dealRecipe, dealToPanels } from "~/rules/heats/panel-draw.ts";
import { readPanelKeys } from "~/rules/rounds/panels.ts";
import { now } from "~/services/clock.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findEntryPanels, findLatestPanelDraw } from "~db/queries/rounds/panel-places.ts";
import { findPanel } from "~db/queries/rounds/panels.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { PanelDraw } from "./panel-draw.tsx";
import { EntriesForm, JudgesForm, PanelLacks, SettingsForm } from "./panels.parts.tsx";

const intents = ["settings", "judges", "entries", "draw"] as const;
type Intent = (typeof intents)[number];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  const { db, locale } = context;
  const { panels: setup } = await findSetup(db, round.id);
  const entries = await findEntryPanels(db, round.id);
  const latest = await findLatestPanelDraw(db, round.id);
  const seats = (await findPanel(db, round.id, now())).filter(({ removedAt }) => removedAt === null);
  return {
    title: `${i18nFor(locale).t("panels:title")} · ${inLocale(locale, round.title, round.titleEn)}`,
    timeZone: round.timeZone,
    setup,
    open: round.state !== "closed",
    movable: round.state !== "judging" && round.state !== "closed",
    seats: seats.map(({ key, name, head, panel, kind, sheets }) => ({ key, name, head, panel, kind, sheets })),
    entries: entries.map(({ title, titleEn, groupTitle, groupTitleEn, ...entry }) => ({
      ...entry,
      title: inLocale(locale, title, titleEn),
      groupTitle: inLocale(locale, groupTitle, groupTitleEn),
    })),
    draw: latest ? recordOf(latest, entries) : null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export type PanelsPage = ReturnType<typeof useLoaderData<typeof loader>>;

/** What is on record of the latest draw, and whether the entries still stand as it dealt them. */
function recordOf(
  latest: NonNullable<Awaited<ReturnType<typeof findLatestPanelDraw>>>,
  entries: Awaited<ReturnType<typeof findEntryPanels>>,
) {
  const { id, method, seed, panels, entryKeys, reason, drawnByName, drawnAt, times } = latest;
  const dealt = new Map(entryKeys.map((key, at) => [key, panels[at % panels.length] ?? null]));
  const known = entries.filter(({ key }) => dealt.has(key));
  const again = new Map(dealToPanels(known, panels, seed).map(({ key, panel }) => [key, panel]));
  return {
    id,
    method,
    seed,
    reason,
    drawnByName,
    drawnAt,
    times,
    digest: drawDigest(entryKeys),
    recipe: dealRecipe(seed, panels),
    // Only while the same entries are there with the same groups can the draw be computed again from what is shown
    list: entryKeys.every((key) => again.get(key) === dealt.get(key))
      ? known.map(({ key, group }) => `${group ?? "-"}\t${key}`).join("\n")
      : null,
    changed: entries.some(({ key, panel }) => dealt.get(key) !== (panel ?? undefined)),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const answer = await act(by, params.round, intent as Intent, form);
  const sent = {
    intent,
    panels: textOf(form, "panels"),
    least: Object.fromEntries(rowsOf(form, "least", ["kind", "count"]).map(({ kind, count }) => [kind, count])),
    seats: rowsOf(form, "seat", ["judge", "panel", "kind"]),
    entries: rowsOf(form, "entry", ["key", "panel"]),
  };
  return answerForm(request, answer, `/organize/rounds/${params.round}/panel/places?done=${intent}`, sent);
}

/** Does what the form's intent says, by its command. The dice for a draw are thrown here, and nowhere else. */
async function act(by: By, round: string | undefined, intent: Intent, form: FormData) {
  switch (intent) {
    case "judges": {
      const rows = rowsOf(form, "seat", ["judge", "panel", "kind"]);
      const seats = rows.map(({ judge, panel, kind }) => ({ judge, panel: panel || null, kind: kind || null }));
      return await placeJudges(by, { round, seats });
    }
    case "entries": {
      const rows = rowsOf(form, "entry", ["key", "panel"]);
      return await placeEntries(by, {
        round,
        entries: rows.map(({ key, panel }) => ({ entry: key, panel: panel || null })),
      });
    }
    case "draw": {
      const after = numberOf(form, "after") ?? null;
      const seed = randomBytes(16).toString("hex");
      return await drawPanels(by, { round, seed, after, reason: textOf(form, "reason") });
    }
    default: {
      const least = rowsOf(form, "least", ["kind", "count"]);
      const composition = Object.fromEntries(least.map(({ kind, count }) => [kind, Number(count.trim() || "0")]));
      return await savePanels(by, { round, panels: readPanelKeys(textOf(form, "panels")), composition });
    }
  }
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Panels(): ReactNode {
  const { t } = useTranslation(["panels", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { error } = answer ?? {};
  const found = useProblems(error, {
    idOf: (path) => (path === "reason" ? "reason-draw" : fieldOf(path, page.setup.kinds)),
    labelOf: (path) =>
      path.startsWith("panels")
        ? t("names")
        : (page.setup.kinds.find(({ key }) => path === `composition.${key}`)?.label ?? undefined),
  });
  const problems =
    error?.type === "panel-in-use" ? wholeProblem(t("inUse", { panels: error.panels.join(" ") })) : found;
  const sent = (intent: Intent) => (answer?.intent === intent ? answer : undefined);
  const done = answer ? undefined : intents.find((each) => each === search.get("done"));
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("lead")}</p>
      </div>
      <ErrorSummary errors={problems.errors} />
      {done ? (
        <Callout kind="ok" live>
          {t(`done.${done}`)}
        </Callout>
      ) : null}
      {page.open ? <PanelLacks setup={page.setup} /> : <Callout>{t("rounds:panel.closed")}</Callout>}
      {page.open ? <SettingsForm page={page} sent={sent("settings")} problems={problems} /> : null}
      {page.setup.names.length > 0 || page.setup.kinds.length > 0 ? (
        <JudgesForm page={page} sent={sent("judges")?.seats} />
      ) : null}
      {page.setup.names.length > 0 ? (
        <>
          <EntriesForm page={page} sent={sent("entries")?.entries} />
          <PanelDraw page={page} reasonError={sent("draw") ? problems.at("reason") : undefined} />
        </>
      ) : null}
    </div>
  );
}

/** The control of a path into the settings' input. */
function fieldOf(path: string, kinds: PanelsPage["setup"]["kinds"]): string {
  const at = kinds.findIndex(({ key }) => path === `composition.${key}`);
  return at < 0 ? "panels" : `least-${at}`;
}
