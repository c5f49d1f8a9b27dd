import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import type { Problems } from "~/forms/problems.tsx";
import { findPanelLacks, type PanelSetup } from "~/rules/rounds/panels.ts";
import { Badge } from "~/ui/badge.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { NumberField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import type { PanelsPage } from "./panels.tsx";

/** What the panels lack before the round can be ready, one sentence each; nothing where they lack nothing. */
export function PanelLacks({ setup }: { setup: PanelSetup }): ReactNode {
  const words = useLackWords();
  const { t } = useTranslation("panels");
  const lacks = findPanelLacks(setup);
  if (lacks.length === 0) return null;
  return (
    <Callout kind="warn" title={t("lacks")}>
      <ul className="grid gap-1">
        {lacks.map((lack) => (
          <li key={JSON.stringify(lack)}>{words(lack)}</li>
        ))}
      </ul>
    </Callout>
  );
}

/** A lack of the panels as a sentence. */
export function useLackWords(): (lack: ReturnType<typeof findPanelLacks>[number]) => string {
  const { t } = useTranslation("panels");
  return (lack) => {
    switch (lack.type) {
      case "panels":
        return t("lack.panels");
      case "entries":
        return t("lack.entries", { count: lack.count });
      case "judges":
        return t("lack.judges", { panel: lack.panel });
      case "kindless":
        return t("lack.kindless", { count: lack.count });
      case "kind":
        return lack.panel === null
          ? t("lack.kindOfWhole", { kind: lack.kind, count: lack.count })
          : t("lack.kind", { panel: lack.panel, kind: lack.kind, count: lack.count });
    }
  };
}

interface SettingsProps {
  page: PanelsPage;
  /** What was sent and refused. */
  sent?: { panels: string; least: Record<string, string> };
  problems: Problems;
}

/** The panels' keys in one field, and how many judges of each kind every panel has at least. */
export function SettingsForm({ page, sent, problems }: SettingsProps): ReactNode {
  const { t } = useTranslation("panels");
  const { setup, idempotencyKey } = page;
  const { names, kinds, composition } = setup;
  const wrong = problems.errors.find(({ id }) => id === "panels") ? problemOfNames(problems) : undefined;
  return (
    <Card title={t("names")}>
      <ActionForm idempotencyKey={idempotencyKey} key={idempotencyKey} noValidate className="grid gap-4">
        <TextField
          name="panels"
          label={t("names")}
          labelHidden
          hint={t("namesHint")}
          defaultValue={sent?.panels ?? names.join(" ")}
          error={wrong}
          width="medium"
          autoComplete="off"
        />
        {kinds.length > 0 ? (
          <fieldset className="grid gap-3">
            <legend className="font-semibold">{t("least")}</legend>
            <p className="text-sm text-ink-soft">{t("leastHint")}</p>
            <div className="flex flex-wrap gap-x-8 gap-y-3">
              {kinds.map(({ key, label }, at) => (
                <div key={key}>
                  <input type="hidden" name={`least[${at}].kind`} value={key} />
                  <NumberField
                    name={`least[${at}].count`}
                    id={`least-${at}`}
                    label={t("leastOf", { kind: label })}
                    unit={t("people")}
                    defaultValue={sent?.least[key] ?? composition[key] ?? ""}
                    error={problems.at(`composition.${key}`)}
                  />
                </div>
              ))}
            </div>
          </fieldset>
        ) : null}
        <div>
          <SubmitButton kind="primary" intent="settings">
            {t("save")}
          </SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}

/** What is wrong with the field of all keys: of the first key that is. */
function problemOfNames({ at }: Problems): string | undefined {
  return [...Array(30).keys()].reduce<string | undefined>((found, n) => found ?? at(`panels.${n}`), at("panels"));
}

type Seat = PanelsPage["seats"][number];

/** Each judge's panel and kind, saved together. */
export function JudgesForm({
  page,
  sent,
}: {
  page: PanelsPage;
  sent?: { judge: string; panel: string; kind: string }[];
}): ReactNode {
  const { t } = useTranslation(["panels", "rounds"]);
  const { setup, seats, open, idempotencyKey } = page;
  const { names, kinds } = setup;
  const typed = new Map(sent?.map((row) => [row.judge, row]));
  const kindLabel = (key: string | null) => kinds.find((kind) => kind.key === key)?.label ?? t("noKind");
  const fixed = (seat: Seat) => !open || (seat.sheets ?? 0) > 0;
  const columns: Column<Seat>[] = [
    { key: "key", header: t("rounds:panel.key"), narrow: true, cell: (seat) => <strong>{seat.key}</strong> },
    {
      key: "name",
      header: t("rounds:panel.name"),
      rowHeader: true,
      cell: (seat) => (
        <span className="flex flex-wrap items-center gap-2">
          {seat.name}
          {seat.head ? (
            <Badge tone="structure" icon="award">
              {t("rounds:panel.head")}
            </Badge>
          ) : null}
        </span>
      ),
    },
    ...(names.length > 0
      ? [
          {
            key: "panel",
            header: t("panel"),
            className: "min-w-36",
            cell: (seat: Seat, at: number) =>
              fixed(seat) ? (
                (seat.panel ?? t("onAll"))
              ) : (
                <SelectField
                  name={`seat[${at}].panel`}
                  id={`seat-${at}-panel`}
                  label={t("panelOfJudge", { judge: seat.key, name: seat.name })}
                  labelHidden
                  placeholder={t("onAll")}
                  options={names.map((name) => ({ value: name, label: name }))}
                  defaultValue={typed.get(seat.key)?.panel ?? seat.panel ?? ""}
                />
              ),
          },
        ]
      : []),
    ...(kinds.length > 0
      ? [
          {
            key: "kind",
            header: t("kind"),
            className: "min-w-40",
            cell: (seat: Seat, at: number) =>
              fixed(seat) ? (
                kindLabel(seat.kind)
              ) : (
                <SelectField
                  name={`seat[${at}].kind`}
                  id={`seat-${at}-kind`}
                  label={t("kindOfJudge", { judge: seat.key, name: seat.name })}
                  labelHidden
                  placeholder={t("noKind")}
                  options={kinds.map(({ key, label }) => ({ value: key, label }))}
                  defaultValue={typed.get(seat.key)?.kind ?? seat.kind ?? ""}
                />
              ),
          },
        ]
      : []),
  ];
  return (
    <Card title={t("judges")}>
      <ActionForm idempotencyKey={`${idempotencyKey}-judges`} key={idempotencyKey} className="grid gap-4">
        <p className="text-sm text-ink-soft">{t("judgesLead")}</p>
        {seats.map((seat, at) =>
          fixed(seat) ? null : (
            <span key={seat.key} className="contents">
              <input type="hidden" name={`seat[${at}].judge`} value={seat.key} />
              {names.length > 0 ? null : <input type="hidden" name={`seat[${at}].panel`} value={seat.panel ?? ""} />}
              {kinds.length > 0 ? null : <input type="hidden" name={`seat[${at}].kind`} value={seat.kind ?? ""} />}
            </span>
          ),
        )}
        <DataTable
          label={t("judges")}
          columns={columns}
          rows={seats}
          rowKey={({ key }) => key}
          empty={<EmptyState title={t("rounds:panel.none")}>{t("rounds:panel.noneMend")}</EmptyState>}
        />
        {seats.some((seat) => !fixed(seat)) ? (
          <div>
            <SubmitButton intent="judges">{t("saveJudges")}</SubmitButton>
          </div>
        ) : null}
      </ActionForm>
    </Card>
  );
}

type Entry = PanelsPage["entries"][number];

/** Each entry's panel, saved together, until the judging starts. */
export function EntriesForm({ page, sent }: { page: PanelsPage; sent?: { key: string; panel: string }[] }): ReactNode {
  const { t } = useTranslation("panels");
  const { setup, entries, movable, idempotencyKey } = page;
  const typed = new Map(sent?.map(({ key, panel }) => [key, panel]));
  const columns: Column<Entry>[] = [
    { key: "place", header: t("place"), numeric: true, narrow: true, cell: ({ place }) => place ?? "—" },
    {
      key: "title",
      header: t("project"),
      rowHeader: true,
      cell: ({ title }) => <span className="wrap-anywhere">{title}</span>,
    },
    { key: "group", header: t("group"), narrow: true, cell: ({ groupTitle }) => groupTitle || "—" },
    {
      key: "panel",
      header: t("panel"),
      className: "min-w-36",
      cell: (entry, at) =>
        !movable || entry.begun ? (
          (entry.panel ?? t("none"))
        ) : (
          <>
            <input type="hidden" name={`entry[${at}].key`} value={entry.key} />
            <SelectField
              name={`entry[${at}].panel`}
              id={`entry-${at}-panel`}
              label={t("panelOfEntry", { title: entry.title })}
              labelHidden
              placeholder={t("none")}
              options={setup.names.map((name) => ({ value: name, label: name }))}
              defaultValue={typed.get(entry.key) ?? entry.panel ?? ""}
            />
          </>
        ),
    },
  ];
  const counts = setup.names.map((panel) =>
    t("count", { panel, count: entries.filter((entry) => entry.panel === panel).length }),
  );
  return (
    <Card title={t("entries")}>
      <ActionForm idempotencyKey={`${idempotencyKey}-entries`} key={idempotencyKey} className="grid gap-4">
        <p className="text-sm text-ink-soft">{t(movable ? "entriesLead" : "fixed")}</p>
        <p className="flex flex-wrap gap-x-6 gap-y-1 font-semibold">
          {counts.map((count) => (
            <span key={count}>{count}</span>
          ))}
          {setup.unplaced > 0 ? <span className="text-warn">{t("unplaced", { count: setup.unplaced })}</span> : null}
        </p>
        <DataTable
          label={t("entries")}
          columns={columns}
          rows={entries}
          rowKey={({ key }) => key}
          empty={<EmptyState title={t("noEntries")}>{t("noEntriesMend")}</EmptyState>}
        />
        {movable && entries.length > 0 ? (
          <div>
            <SubmitButton intent="entries">{t("saveEntries")}</SubmitButton>
          </div>
        ) : null}
      </ActionForm>
    </Card>
  );
}
