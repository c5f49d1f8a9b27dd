import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveAwardSettings } from "~/commands/awards/save-award-settings.ts";
import { saveChecklist } from "~/commands/diligence/save-checklist.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { rowsOf } from "~/forms/fields.ts";
import { ActionForm, Saved } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { SaveLine } from "~/forms/unsaved.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, NumberField, RowList, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findAwardSettings, findStandingGrantId } from "~db/queries/awards/awards.ts";
import { findChecklist } from "~db/queries/diligence.ts";

const itemParts = ["title", "titleEn"] as const;
const levelParts = ["title", "titleEn", "places", "yuan"] as const;
type Item = Record<(typeof itemParts)[number], string>;
type Level = Record<(typeof levelParts)[number], string>;

/** What is looked into of finalists, whether the next move up, and the awards with their amounts. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { db, locale } = args.context;
  const checklist = await findChecklist(db, edition.id);
  const settings = await findAwardSettings(db, edition.id);
  return {
    documentTitle: i18nFor(locale).t("awards:settings.tab"),
    slug: edition.slug,
    items: checklist.items.map(({ title, titleEn }): Item => ({ title, titleEn: titleEn ?? "" })),
    fixed: checklist.fixed,
    moveUp: settings.moveUp,
    levels: settings.levels.map(
      ({ title, titleEn, places, yuan }): Level => ({
        title,
        titleEn: titleEn ?? "",
        places: String(places),
        yuan: String(yuan ?? ""),
      }),
    ),
    granted: (await findStandingGrantId(db, edition.id)) !== null,
    versions: { items: digestOf(checklist.items), awards: digestOf(settings) },
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent, version } = await readForm({ request, context });
  const { edition } = params;
  const items = rowsOf(form, "items", itemParts);
  const levels = rowsOf(form, "levels", levelParts);
  const moveUp = form.has("moveUp");
  const number = (text: string) => (text.trim() === "" ? undefined : Number(text));
  const answer =
    intent === "items"
      ? await saveChecklist(by, { edition, version, items })
      : await saveAwardSettings(by, {
          edition,
          version,
          settings: {
            moveUp,
            levels: levels.map((row) => ({ ...row, places: number(row.places), yuan: number(row.yuan) })),
          },
        });
  return answerForm(request, answer, `/organize/editions/${edition}/settings/diligence?saved=${intent}`, {
    intent,
    version,
    items,
    levels,
    moveUp,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function DiligenceSettings(): ReactNode {
  const { t } = useTranslation(["awards", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const place = (path: string) => path.replace("settings.", "").replace(/\.(\d+)(?=\.)/g, "[$1]");
  const problems = useProblems(answer?.error, { idOf: place, labelOf: useLabels() });
  const field = (name: string, value: string) => ({
    name,
    defaultValue: value,
    error: problems.at(name.replace(/\[(\d+)\]/, ".$1")) ?? problems.at(`settings.${name.replace(/\[(\d+)\]/, ".$1")}`),
  });
  const of = (intent: "items" | "awards") => {
    const mine = answer?.intent === intent ? answer : undefined;
    return { sent: mine, version: mine?.version ?? page.versions[intent], key: mine?.sending ?? page.versions[intent] };
  };
  const items = of("items");
  const awards = of("awards");
  return (
    <div className="grid max-w-280 gap-6">
      <p className="flex flex-wrap gap-x-6">
        <Link to={`/organize/editions/${page.slug}/diligence`} className="inline-flex min-h-11 items-center">
          {t("title")}
        </Link>
        <Link to={`/organize/editions/${page.slug}/awards`} className="inline-flex min-h-11 items-center">
          {t("awards.title")}
        </Link>
      </p>
      <ErrorSummary errors={problems.errors} />
      <Saved />
      <Card title={t("settings.items")}>
        {page.fixed ? (
          <div className="grid gap-3">
            <p className="text-ink-soft">{t("settings.fixed")}</p>
            <ol className="list-decimal ps-6">
              {page.items.map(({ title, titleEn }) => (
                <li key={title}>
                  {title}
                  {titleEn ? (
                    <span lang="en" className="block text-sm text-ink-soft">
                      {titleEn}
                    </span>
                  ) : null}
                </li>
              ))}
            </ol>
          </div>
        ) : (
          <ActionForm
            idempotencyKey={`${page.idempotencyKey}-i`}
            noValidate
            watched
            refused={items.sent !== undefined}
            key={items.key}
            className="grid gap-4"
          >
            <p className="text-ink-soft">{t("settings.itemsLead")}</p>
            <input type="hidden" name="version" value={items.version} />
            <RowList
              rows={items.sent?.items ?? page.items}
              blank={{ title: "", titleEn: "" }}
              legend={(number) => t("settings.row", { number })}
              addLabel={t("settings.add")}
            >
              {(row, at) => (
                <div className="grid gap-3 sm:grid-cols-2">
                  <TextField {...field(`items[${at}].title`, row.title)} label={t("settings.title")} />
                  <TextField {...field(`items[${at}].titleEn`, row.titleEn)} label={t("settings.titleEn")} optional />
                </div>
              )}
            </RowList>
            <SaveLine>
              <SubmitButton intent="items" kind="primary">
                {t("settings.saveItems")}
              </SubmitButton>
            </SaveLine>
          </ActionForm>
        )}
      </Card>
      <Card title={t("settings.awards")}>
        {page.granted ? <p className="mb-3 text-ink-soft">{t("settings.granted")}</p> : null}
        <ActionForm
          idempotencyKey={`${page.idempotencyKey}-a`}
          noValidate
          watched
          refused={awards.sent !== undefined}
          key={awards.key}
          className="grid gap-4"
        >
          <p className="text-ink-soft">{t("settings.awardsLead")}</p>
          <input type="hidden" name="version" value={awards.version} />
          <CheckboxField
            name="moveUp"
            label={t("settings.moveUp")}
            hint={t("settings.moveUpHint")}
            defaultChecked={awards.sent?.moveUp ?? page.moveUp}
          />
          <RowList
            rows={awards.sent?.levels ?? page.levels}
            blank={{ title: "", titleEn: "", places: "1", yuan: "" }}
            legend={(number) => t("settings.levelRow", { number })}
            addLabel={t("settings.addLevel")}
          >
            {(row, at) => (
              <div className="grid gap-3 sm:grid-cols-[1fr_1fr_6rem_10rem]">
                <TextField {...field(`levels[${at}].title`, row.title)} label={t("settings.level")} />
                <TextField {...field(`levels[${at}].titleEn`, row.titleEn)} label={t("settings.levelEn")} optional />
                <NumberField
                  {...field(`levels[${at}].places`, row.places)}
                  label={t("settings.places")}
                  className="[&_input]:w-full"
                />
                <NumberField
                  {...field(`levels[${at}].yuan`, row.yuan)}
                  label={t("settings.yuan")}
                  className="[&_input]:w-full"
                />
              </div>
            )}
          </RowList>
          {page.granted ? null : (
            <SaveLine>
              <SubmitButton intent="awards" kind="primary">
                {t("settings.saveAwards")}
              </SubmitButton>
            </SaveLine>
          )}
        </ActionForm>
      </Card>
    </div>
  );
}

/** What a path of a command's input is about: 第 2 项 · 核查内容. */
function useLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("awards");
  return (path) => {
    const [, list, at, part] = /^(?:settings\.)?(items|levels)\.(\d+)\.(\w+)$/.exec(path) ?? [];
    const number = Number(at) + 1;
    if (list === "items")
      return `${t("settings.row", { number })} · ${t(part === "titleEn" ? "settings.titleEn" : "settings.title")}`;
    if (list !== "levels") return undefined;
    const names = {
      title: t("settings.level"),
      titleEn: t("settings.levelEn"),
      places: t("settings.places"),
      yuan: t("settings.yuan"),
    };
    return `${t("settings.levelRow", { number })} · ${names[part as keyof typeof names] ?? ""}`;
  };
}
