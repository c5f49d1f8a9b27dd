import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveEditionPage } from "~/commands/editions/save-edition-page.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { rowsOf, textOf } from "~/forms/fields.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { type Problems, useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { type EditionPage, organiserRoles, prizeScopes, readStoredPage } from "~/rules/editions/edition-page.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Card } from "~/ui/card.tsx";
import { DateField, NumberField, RowList, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { titled } from "~/ui/page-title.ts";

const parts = {
  organisers: ["role", "name", "nameEn"],
  prizes: ["scope", "title", "titleEn", "places", "yuan", "note", "noteEn"],
  milestones: ["on", "title", "titleEn"],
  questions: ["question", "questionEn", "answer", "answerEn"],
  downloads: ["title", "titleEn", "address"],
} as const;
type List = keyof typeof parts;
type Part = (typeof parts)[List][number];

type Lists = { [Of in List]: Record<(typeof parts)[Of][number], string>[] };
const statements = ["privacy", "privacyEn"] as const;

/** The page's lists and statements as the form's texts. */
export type PageFieldTexts = Lists & Record<(typeof statements)[number], string>;

function fieldsOfPage({ privacy, privacyEn, ...lists }: EditionPage): PageFieldTexts {
  const texts = (rows: readonly object[]) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value ?? "")])));
  const rows = Object.fromEntries(Object.entries(lists).map(([list, each]) => [list, texts(each)])) as Lists;
  return { ...rows, privacy: privacy ?? "", privacyEn: privacyEn ?? "" };
}

function readPageFields(form: FormData): PageFieldTexts {
  return {
    organisers: rowsOf(form, "organisers", parts.organisers, ["role"]),
    prizes: rowsOf(form, "prizes", parts.prizes, ["scope"]),
    milestones: rowsOf(form, "milestones", parts.milestones),
    questions: rowsOf(form, "questions", parts.questions),
    downloads: rowsOf(form, "downloads", parts.downloads),
    privacy: textOf(form, "privacy"),
    privacyEn: textOf(form, "privacyEn"),
  };
}

/** The page that the texts say, still unchecked. */
function pageOf(fields: PageFieldTexts): Record<keyof PageFieldTexts, unknown> {
  const number = (text: string) => (text.trim() === "" ? null : Number(text));
  const prizes = fields.prizes.map((prize) => ({
    ...prize,
    places: number(prize.places),
    yuan: number(prize.yuan),
  }));
  return { ...fields, prizes };
}

const blank: { [Of in List]: Lists[Of][number] } = {
  organisers: { role: "host", name: "", nameEn: "" },
  prizes: { scope: "heat", title: "", titleEn: "", places: "", yuan: "", note: "", noteEn: "" },
  milestones: { on: "", title: "", titleEn: "" },
  questions: { question: "", questionEn: "", answer: "", answerEn: "" },
  downloads: { title: "", titleEn: "", address: "" },
};

/** Organisers, prizes, further dates and questions, downloads, each as rows; the statement on personal data. */
function PageFields({ fields, at }: { fields: PageFieldTexts; at: Problems["at"] }): ReactNode {
  const { t } = useTranslation("editions");
  const fieldOf = (list: List, place: number, row: Partial<Record<Part, string>>) => (part: Part) => ({
    name: `${list}[${place}].${part}`,
    label: t(`page.part.${part}`),
    defaultValue: row[part],
    error: at(`page.${list}.${place}.${part}`),
  });
  const list = (name: List) => ({
    legend: (number: number) => t(`page.${name}.row`, { number }),
    addLabel: t(`page.${name}.add`),
  });
  return (
    <>
      <Card title={t("page.organisers.title")}>
        <RowList {...list("organisers")} rows={fields.organisers} blank={blank.organisers}>
          {(row, place) => {
            const field = fieldOf("organisers", place, row);
            return (
              <div className="grid gap-3 sm:grid-cols-[10rem_1fr_1fr]">
                <SelectField
                  {...field("role")}
                  placeholder={null}
                  options={organiserRoles.map((role) => ({ value: role, label: t(`organiser.${role}`) }))}
                />
                <TextField {...field("name")} />
                <TextField {...field("nameEn")} optional />
              </div>
            );
          }}
        </RowList>
      </Card>
      <Card title={t("page.prizes.title")}>
        <RowList {...list("prizes")} rows={fields.prizes} blank={blank.prizes}>
          {(row, place) => {
            const field = fieldOf("prizes", place, row);
            return (
              <div className="grid gap-3 sm:grid-cols-[10rem_1fr_1fr_6rem_9rem]">
                <SelectField
                  {...field("scope")}
                  placeholder={null}
                  options={prizeScopes.map((scope) => ({ value: scope, label: t(`scope.${scope}`) }))}
                />
                <TextField {...field("title")} />
                <TextField {...field("titleEn")} optional />
                <NumberField {...field("places")} className="[&_input]:w-full" />
                <NumberField {...field("yuan")} className="[&_input]:w-full" />
                <TextField {...field("note")} optional className="sm:col-span-2" />
                <TextField {...field("noteEn")} optional className="sm:col-span-3" />
              </div>
            );
          }}
        </RowList>
      </Card>
      <Card title={t("page.milestones.title")}>
        <RowList {...list("milestones")} rows={fields.milestones} blank={blank.milestones}>
          {(row, place) => {
            const field = fieldOf("milestones", place, row);
            return (
              <div className="grid gap-3 sm:grid-cols-[13rem_1fr_1fr]">
                <DateField {...field("on")} />
                <TextField {...field("title")} />
                <TextField {...field("titleEn")} optional />
              </div>
            );
          }}
        </RowList>
      </Card>
      <Card title={t("page.questions.title")}>
        <RowList {...list("questions")} rows={fields.questions} blank={blank.questions}>
          {(row, place) => {
            const field = fieldOf("questions", place, row);
            return (
              <div className="grid gap-3 sm:grid-cols-2">
                <TextField {...field("question")} />
                <TextField {...field("questionEn")} optional />
                <TextAreaField {...field("answer")} rows={2} />
                <TextAreaField {...field("answerEn")} rows={2} optional />
              </div>
            );
          }}
        </RowList>
      </Card>
      <Card title={t("page.downloads.title")}>
        <p className="pb-3">
          <a href="files">{t("page.downloads.upload")}</a>
        </p>
        <RowList {...list("downloads")} rows={fields.downloads} blank={blank.downloads}>
          {(row, place) => {
            const field = fieldOf("downloads", place, row);
            return (
              <div className="grid gap-3 sm:grid-cols-[1fr_1fr_2fr]">
                <TextField {...field("title")} />
                <TextField {...field("titleEn")} optional />
                <TextField {...field("address")} type="url" />
              </div>
            );
          }}
        </RowList>
      </Card>
      <Card title={t("page.privacy.title")}>
        <p className="max-w-prose pb-3 text-ink-soft">{t("page.privacy.lead")}</p>
        <div className="grid gap-3 sm:grid-cols-2">
          {statements.map((name) => (
            <TextAreaField
              key={name}
              name={name}
              label={t(`page.part.${name}`)}
              defaultValue={fields[name]}
              error={at(`page.${name}`)}
              rows={6}
              optional
            />
          ))}
        </div>
      </Card>
    </>
  );
}

/** What a path of the command's input is about: 奖项 2 · 名称. */
function usePageLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("editions");
  return (path) => {
    const statement = statements.find((name) => path === `page.${name}`);
    if (statement) return t(`page.part.${statement}`);
    const [, list, place, part] = /^page\.(\w+)\.(\d+)\.(\w+)$/.exec(path) ?? [];
    if (!isList(list) || !parts[list].some((each) => each === part)) return undefined;
    const row = t(`page.${list}.row`, { number: Number(place) + 1 });
    return `${row} · ${t(`page.part.${part as Part}`)}`;
  };
}

function isList(name: string | undefined): name is List {
  return name !== undefined && Object.hasOwn(parts, name);
}

export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const page = readStoredPage(edition.page);
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.page"),
    slug: edition.slug,
    fields: fieldsOfPage(page),
    version: digestOf(page),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const fields = readPageFields(form);
  const answer = await saveEditionPage(by, {
    edition: params.edition,
    version,
    page: pageOf(fields),
  });
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/page?saved=1`, { fields, version });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function EditionPageSettings(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = useProblems(answer?.error, {
    idOf: (path) => path.replace("page.", "").replace(/\.(\d+)(?=\.)/g, "[$1]"),
    labelOf: usePageLabels(),
  });
  return (
    <SettingsForm
      of={page}
      errors={problems.errors}
      lead={
        <>
          {t("page.lead")}{" "}
          <a href={`/editions/${page.slug}`} className="inline-block">
            {t("page.see")}
          </a>
        </>
      }
    >
      <PageFields fields={answer?.fields ?? page.fields} at={problems.at} />
    </SettingsForm>
  );
}
