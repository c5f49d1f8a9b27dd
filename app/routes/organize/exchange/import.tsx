import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type ApplicationImportRefusal, importApplications } from "~/commands/exchange/import-applications.ts";
import { readForm, refused } from "~/forms/action.ts";
import { useRefusalWords } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { checkImport, type FileRefusal, readImport } from "~/reads/exchange/check-import.ts";
import { allProblems, type ImportProblem } from "~/reads/exchange/import-table.ts";
import { problemValues } from "~/rules/applications/application-sections.ts";
import { isAnswer } from "~/rules/exchange/export-column.ts";
import { importLimits } from "~/rules/exchange/import-limits.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { CheckboxField, TextField } from "~/ui/field/choice-fields.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";

export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "move-data");
  return {
    documentTitle: i18nFor(args.context.locale).t("exchange:import.title"),
    edition: { slug: edition.slug, title: edition.title, titleEn: edition.titleEn },
  };
}

/** Checks a file, or takes in the one that was checked. Nothing of the file is kept in between. */
export async function action(args: ActionFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "move-data");
  const { db } = args.context;
  const { form, intent } = await readForm(args);
  const read = await readImport(form.get("file"));
  if (!read.ok) return turnedAway(read.error);
  const { digest, rows, problems } = read;
  if (problems.length > 0) {
    const further = (await checkImport(db, edition, rows, now())).problems;
    return withProblems(allProblems(problems, further));
  }
  if (intent === "import") {
    if (form.get("digest") !== digest) return turnedAway({ type: "other-file" });
    const consentOnFile = form.get("consentOnFile") === "yes";
    if (!consentOnFile) return turnedAway({ type: "consent-missing" }, digest);
    const answer = await importApplications({ db, actor }, { edition: edition.slug, digest, rows, consentOnFile });
    if (answer.ok) return data({ imported: answer.value.count });
    const { error } = answer;
    if (error.type === "import-problems") return withProblems(error.problems);
    if (error.type === "already-imported" || error.type === "edition-closed") return turnedAway(error);
    return refused(error, args.request);
  }
  const check = await checkImport(db, edition, rows, now());
  if (check.problems.length > 0) return withProblems(check.problems);
  const preview = check.checked.slice(0, 5).map(({ row, answers, choices, identity }) => ({
    row,
    projectTitle: answers.projectTitle ?? "",
    leaderName: answers.leaderName ?? "",
    leaderEmail: answers.leaderEmail ?? "",
    identityMasked: identity.masked,
    round: choices.round ?? "",
  }));
  return data({ digest, count: check.checked.length, preview });
}

type ExchangeRefusal =
  | FileRefusal
  | { type: "other-file" | "consent-missing" }
  | Exclude<ApplicationImportRefusal, { type: "import-problems" }>;

function turnedAway(refusal: ExchangeRefusal, digest?: string) {
  return data({ refusal, digest }, { status: 422 });
}

function withProblems(problems: readonly ImportProblem[]) {
  return data({ problems: problems.slice(0, importLimits.problems), count: problems.length }, { status: 422 });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function ImportApplications(): ReactNode {
  const { t } = useTranslation(["exchange", "errors"]);
  const locale = useLocale();
  const { documentTitle, edition } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useRefusalWords("exchange:import.refusal");
  const list = `/organize/editions/${edition.slug}/applications`;
  const digest = answer && "digest" in answer ? answer.digest : undefined;
  const refusal = answer && "refusal" in answer ? answer.refusal : undefined;
  const columnsOf = (of: ExchangeRefusal) => ("columns" in of ? of.columns.join(locale === "en" ? ", " : "、") : "");
  const consentMissing = refusal?.type === "consent-missing";
  return (
    <div className="grid gap-6">
      <PageHeader
        title={documentTitle}
        lead={inLocale(locale, edition.title, edition.titleEn)}
        breadcrumbs={[{ to: list, label: t("export.back") }]}
      />
      {answer && "imported" in answer ? (
        <Callout
          kind="ok"
          live
          title={t("import.done", { count: answer.imported })}
          action={<LinkButton to={`${list}?origin=import`}>{t("import.toList")}</LinkButton>}
        >
          {t("import.doneText")}
        </Callout>
      ) : null}
      {answer && "error" in answer ? (
        <Callout kind="danger" live title={t(`errors:${answer.error.type}.title`)} />
      ) : null}
      {answer && "problems" in answer ? <ImportProblems {...answer} /> : null}
      {answer && "preview" in answer ? <ImportPreview {...answer} /> : null}
      <Card>
        <div className="grid max-w-prose gap-4">
          <p>{t("import.lead")}</p>
          <p className="text-ink-soft">{t("import.templateText")}</p>
          <div>
            <LinkButton to={`/organize/editions/${edition.slug}/import/template`} reloadDocument icon="down">
              {t("import.template")}
            </LinkButton>
          </div>
        </div>
      </Card>
      <Card>
        <Form method="post" encType="multipart/form-data" noValidate className="grid max-w-prose gap-5">
          <TextField
            type="file"
            name="file"
            label={digest ? `${t("import.file")} · ${t("import.again")}` : t("import.file")}
            hint={t("import.fileHint", { rows: importLimits.rows })}
            error={
              refusal && !consentMissing
                ? words(refusal.type, { columns: columnsOf(refusal), rows: importLimits.rows })
                : undefined
            }
            accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            required
          />
          {digest ? (
            <>
              <input type="hidden" name="digest" value={digest} />
              <CheckboxField
                name="consentOnFile"
                value="yes"
                label={t("import.consent")}
                hint={t("import.consentHint")}
                error={consentMissing ? t("import.consentMissing") : undefined}
              />
            </>
          ) : null}
          <Buttons checked={digest !== undefined} />
        </Form>
      </Card>
    </div>
  );
}

function Buttons({ checked }: { checked: boolean }): ReactNode {
  const { t } = useTranslation("exchange");
  const busy = useNavigation().state !== "idle";
  return (
    <div className="flex flex-wrap gap-3">
      {checked ? (
        <Button kind="primary" name="intent" value="import" pending={busy}>
          {t("import.submit")}
        </Button>
      ) : null}
      <Button kind={checked ? "secondary" : "primary"} name="intent" value="check" pending={busy}>
        {t("import.check")}
      </Button>
    </div>
  );
}

interface Row {
  row: number;
  projectTitle: string;
  leaderName: string;
  leaderEmail: string;
  identityMasked: string;
  round: string;
}

/** That all is well, and the first of what would be taken in. */
function ImportPreview({ count, preview }: { count: number; preview: Row[] }): ReactNode {
  const { t } = useTranslation(["exchange", "apply"]);
  return (
    <div className="grid gap-4">
      <Callout kind="ok" live title={t("import.checkedTitle", { count })}>
        {t("import.checked")}
      </Callout>
      <DataTable
        label={t("import.checked")}
        rows={preview}
        rowKey={(row) => row.row}
        columns={[
          { key: "row", header: t("import.row"), cell: (row) => row.row },
          { key: "title", header: t("apply:field.projectTitle"), rowHeader: true, cell: (row) => row.projectTitle },
          { key: "leader", header: t("apply:field.leaderName"), cell: (row) => row.leaderName },
          { key: "email", header: t("apply:field.leaderEmail"), cell: (row) => row.leaderEmail },
          { key: "number", header: t("apply:field.identityNumber"), cell: (row) => row.identityMasked },
          { key: "round", header: t("column.wish"), cell: (row) => row.round },
        ]}
      />
    </div>
  );
}

/** Row by row and cell by cell, what keeps the file out. */
function ImportProblems({ problems, count }: { problems: ImportProblem[]; count: number }): ReactNode {
  const { t } = useTranslation(["exchange", "apply"]);
  const column = ({ column: name }: ImportProblem) => (isAnswer(name) ? t(`apply:field.${name}`) : t(`column.${name}`));
  return (
    <div className="grid gap-4">
      <Callout kind="danger" live title={t("import.problems", { count })}>
        {count > problems.length ? t("import.problemsMore", { shown: problems.length }) : null}
      </Callout>
      <DataTable
        label={t("import.problems", { count })}
        rows={problems.map((problem, key) => ({ ...problem, key }))}
        rowKey={(problem) => problem.key}
        columns={[
          { key: "row", header: t("import.row"), rowHeader: true, cell: (problem) => problem.row },
          { key: "column", header: t("import.columnName"), cell: column },
          {
            key: "value",
            header: t("import.value"),
            cell: ({ value }) => (
              <span className="wrap-anywhere">{value === "" ? t("import.emptyCell") : value.slice(0, 120)}</span>
            ),
          },
          { key: "reason", header: t("import.reason"), cell: (problem) => <Reason {...problem} /> },
        ]}
      />
    </div>
  );
}

function Reason(problem: ImportProblem): ReactNode {
  const { t } = useTranslation(["exchange", "apply"]);
  if (problem.by === "form") return t(`apply:problem.${problem.reason}`, problemValues(problem));
  switch (problem.reason) {
    case "same-in-file":
      return t("import.problem.same-in-file", { row: problem.sameRow });
    case "same-in-edition":
      return t("import.problem.same-in-edition", { code: problem.code });
    case "too-many-lines":
      return t("import.problem.too-many-lines", { limit: problem.limit });
    default:
      return t(`import.problem.${problem.reason}`);
  }
}
