import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveOvertime } from "~/commands/editions/save-overtime.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { rowsOf, textOf } from "~/forms/fields.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { type OvertimeTable, overtimeReaches, readStoredOvertime } from "~/rules/editions/overtime-table.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Card } from "~/ui/card.tsx";
import { NumberField, RowList, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { titled } from "~/ui/page-title.ts";

const parts = ["reach", "seconds", "points"] as const;
type Row = Record<(typeof parts)[number], string>;
const blank: Row = { reach: "over", seconds: "", points: "" };

/** The table as the form shows it, numbers as they were typed. */
interface Fields {
  article: string;
  steps: Row[];
}

function fieldsOfTable(table: OvertimeTable | null): Fields {
  const steps = table?.steps.map(({ reach, seconds, points }) => ({
    reach,
    seconds: String(seconds),
    points: formatHundredths(points),
  }));
  return { article: table?.article ?? "", steps: steps ?? [blank] };
}

/** The typed table as the command takes it; null where nothing was filled in. */
function tableOf({ article, steps }: Fields): unknown {
  if (steps.length === 0 && article.trim() === "") return null;
  return {
    article,
    steps: steps.map(({ reach, seconds, points }) => ({
      reach,
      seconds: seconds.trim() === "" ? undefined : Number(seconds),
      points: hundredthsOf(points),
    })),
  };
}

/** NaN for what has more than two decimals, or is no number, so that the schema refuses it by name. */
function hundredthsOf(text: string): number | undefined {
  const typed = text.normalize("NFKC").trim();
  if (typed === "") return undefined;
  return /^\d{1,6}(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * 100) : Number.NaN;
}

/** What a pitch beyond its time costs: by it the scorer's desk proposes penalties. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const table = readStoredOvertime(edition.overtime);
  return {
    documentTitle: i18nFor(args.context.locale).t("inputs:settings.tab"),
    fields: fieldsOfTable(table),
    version: digestOf(table),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const fields = { article: textOf(form, "article"), steps: rowsOf(form, "steps", parts, ["reach"]) };
  const answer = await saveOvertime(by, { edition: params.edition, version, table: tableOf(fields) });
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/overtime?saved=1`, {
    fields,
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function EditionOvertime(): ReactNode {
  const { t } = useTranslation("inputs");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { article, steps } = answer?.fields ?? page.fields;
  const { errors, at } = useProblems(answer?.error, { idOf, labelOf: useLabels() });
  return (
    <SettingsForm of={page} errors={errors} lead={t("settings.lead")}>
      <Card title={t("settings.table")}>
        <div className="grid gap-5">
          <p className="max-w-prose text-ink-soft">{t("settings.example")}</p>
          <TextField
            name="article"
            label={t("settings.article")}
            hint={t("settings.articleHint")}
            defaultValue={article}
            error={at("table.article")}
            maxLength={200}
            width="medium"
          />
          <RowList
            rows={steps}
            blank={blank}
            legend={(number) => t("settings.row", { number })}
            addLabel={t("settings.add")}
          >
            {(row, place) => (
              <div className="flex flex-wrap items-start gap-4">
                <SelectField
                  name={`steps[${place}].reach`}
                  label={t("settings.reach")}
                  placeholder={null}
                  defaultValue={row.reach}
                  options={overtimeReaches.map((value) => ({ value, label: t(`settings.${value}`) }))}
                />
                <NumberField
                  name={`steps[${place}].seconds`}
                  label={t("settings.seconds")}
                  unit={t("settings.secondsUnit")}
                  defaultValue={row.seconds}
                  error={at(`table.steps.${place}.seconds`)}
                />
                <NumberField
                  name={`steps[${place}].points`}
                  label={t("settings.points")}
                  unit={t("settings.pointsUnit")}
                  defaultValue={row.points}
                  error={at(`table.steps.${place}.points`)}
                />
              </div>
            )}
          </RowList>
        </div>
      </Card>
    </SettingsForm>
  );
}

/** The control of a path in the command's input. */
function idOf(path: string): string {
  const [, place, part] = /^table\.steps\.(\d+)\.(\w+)/.exec(path) ?? [];
  if (place !== undefined) return `steps[${place}].${part}`;
  return path.endsWith("steps") ? "steps[0].seconds" : "article";
}

function useLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("inputs");
  return (path) => {
    const [, place, part] = /^table\.steps\.(\d+)\.(\w+)/.exec(path) ?? [];
    if (place !== undefined)
      return `${t("settings.row", { number: Number(place) + 1 })} · ${t(part === "points" ? "settings.points" : "settings.seconds")}`;
    return t(path.endsWith("article") ? "settings.article" : "settings.table");
  };
}
