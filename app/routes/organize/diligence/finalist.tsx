import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { decideFinalist } from "~/commands/diligence/decide-finalist.ts";
import { recordFindings } from "~/commands/diligence/record-findings.ts";
import { removeDiligenceFile } from "~/commands/diligence/remove-diligence-file.ts";
import { revokeFinalistDecision } from "~/commands/diligence/revoke-finalist-decision.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { diligenceFor } from "~/reads/diligence/diligence-for.ts";
import { progressOf } from "~/rules/diligence/diligence.ts";
import { entryNumber } from "~/rules/heats/entry-number.ts";
import { notFound } from "~/services/http/guard.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { formatFileSize } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findStandingGrantId } from "~db/queries/awards/awards.ts";
import { findChecklist, findDiligenceFiles, findFinalist, findRevokedDecisions } from "~db/queries/diligence.ts";
import { Decision } from "./decision.tsx";
import { Findings } from "./findings.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";

const noStore = { headers: { "Cache-Control": "no-store" } };

/** A finalist: what was found item by item, the files, and the decision. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition, final, may } = await diligenceFor(args);
  const { db, locale } = args.context;
  const key = args.params.entry ?? "";
  const line = final?.release?.lines.find(({ entry }) => entry === key);
  const finalist = final && line ? await findFinalist(db, final.id, key) : undefined;
  if (!final || !line || !finalist) throw notFound();
  const { id, code, titleEn, findings, decision } = finalist;
  const number = entryNumber(finalist.number, key, finalist.isDrawn);
  const { items } = await findChecklist(db, edition.id);
  return data(
    {
      documentTitle: `${i18nFor(locale).t("awards:title")} · ${number}`,
      slug: edition.slug,
      entry: key,
      number,
      rank: line.rank,
      title: inLocale(locale, line.title, titleEn),
      round: inLocale(locale, final.title, final.titleEn),
      code: may.screen ? code : null,
      items: items.map(({ title, titleEn: english }) => inLocale(locale, title, english)),
      progress: progressOf(items, findings),
      findings,
      decision,
      files: await findDiligenceFiles(db, id),
      revoked: await findRevokedDecisions(db, id),
      granted: (await findStandingGrantId(db, edition.id)) !== null,
      examines: may.examine,
      idempotencyKey: crypto.randomUUID(),
    },
    noStore,
  );
}

export type FinalistPage = ReturnType<typeof useLoaderData<typeof loader>>;
export type FinalistAnswer = ReturnType<typeof useActionData<typeof action>>;

/** Keeps findings, gives up a file, decides or revokes: the field `intent` says which. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const of = { edition: params.edition, entry: params.entry };
  const reason = textOf(form, "reason");
  const outcome = textOf(form, "outcome");
  const sent = findingsIn(form);
  const acts = {
    findings: () => recordFindings(by, { ...of, findings: sent.filter(({ finding }) => finding !== "") }),
    remove: () => removeDiligenceFile(by, { ...of, id: numberOf(form, "file") }),
    decide: () => decideFinalist(by, { ...of, outcome: outcome || undefined, reason }),
    revoke: () => revokeFinalistDecision(by, { ...of, reason }),
  };
  const act = acts[intent as keyof typeof acts];
  if (!act) throw notFound();
  const answer = await act();
  return answerForm(
    request,
    answer,
    `/organize/editions/${params.edition}/diligence/${params.entry}?done=${intent}`,
    { intent, reason, outcome, sent },
    noStore.headers,
  );
}

/** Fields named `finding.N` and `note.N`, N the item's place from 1. */
function findingsIn(form: FormData) {
  return [...form.keys()].flatMap((name) => {
    const place = /^note\.([1-9]\d?)$/.exec(name)?.[1];
    return place ? [{ item: Number(place), finding: textOf(form, `finding.${place}`), note: textOf(form, name) }] : [];
  });
}

export const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) => loaderHeaders;

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function FinalistOfEdition(): ReactNode {
  const { t } = useTranslation(["awards", "rounds", "ui"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const problems = useProblems(answer?.error, {
    idOf: (path) => (path === "reason" ? `reason-${answer?.intent}` : path),
  });
  const done = answer ? null : (["findings", "decide", "added"] as const).find((each) => each === search.get("done"));
  const words = { findings: t("one.saved"), decide: t("one.done"), added: t("one.added") };
  return (
    <div className="grid gap-6">
      <PageHeader
        title={`${page.number} ${page.title}`}
        lead={page.round}
        breadcrumbs={[
          { to: "/organize", label: t("rounds:desk.title") },
          { to: `/organize/editions/${page.slug}/diligence`, label: t("title") },
        ]}
        state={<OutcomeBadge outcome={page.decision?.outcome ?? null} />}
      />
      <ErrorSummary errors={problems.errors} />
      {done ? <Callout kind="ok" live title={words[done]} /> : null}
      <DetailList
        items={[
          { term: t("ui:term.key"), detail: page.entry },
          {
            term: t("one.rank"),
            detail: page.rank === null ? t("one.unranked") : t("one.rankOf", { rank: page.rank }),
          },
          { term: t("list.progress"), detail: t("list.progressOf", page.progress) },
          ...(page.code
            ? [
                {
                  term: t("one.application"),
                  detail: (
                    <Link to={`/organize/applications/${page.code}`} className="font-mono">
                      {page.code}
                    </Link>
                  ),
                },
              ]
            : []),
        ]}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <Findings page={page} answer={answer} />
        <div className="grid gap-6">
          <Files page={page} refused={search.get("refused")} />
          <Decision page={page} answer={answer} at={problems.at} />
        </div>
      </div>
    </div>
  );
}

const faults = [
  "file-too-large",
  "file-missing",
  "file-empty",
  "file-type-wrong",
  "file-suspicious",
  "file-broken",
  "picture-too-large",
  "form-broken",
  "upload-busy",
  "finalist-files-full",
  "file-there",
  "finalist-decided",
] as const;

/** What was brought to prove the findings, and the way to bring more. */
export function Files({ page, refused }: { page: FinalistPage; refused: string | null }): ReactNode {
  const { t } = useTranslation("awards");
  const locale = useLocale();
  const { slug, entry, files, items, decision, examines, idempotencyKey } = page;
  const open = examines && decision === null && !page.granted;
  const fault = refused === null ? undefined : (faults.find((each) => each === refused) ?? "form-broken");
  const short = (title: string) => (title.length > 40 ? `${title.slice(0, 40)}…` : title);
  return (
    <Card title={t("one.files")}>
      <div id="files" className="grid gap-4">
        {files.length === 0 ? <p className="text-ink-soft">{t("one.filesNone")}</p> : null}
        <ul className="grid gap-2">
          {files.map(({ id, item, size, broughtAt, broughtBy }, at) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3">
              <Link
                to={`/organize/editions/${slug}/diligence/${entry}/files/${id}`}
                reloadDocument
                className="inline-flex min-h-11 items-center"
              >
                {t("one.fileOf", { number: at + 1 })}
              </Link>
              <span className="min-w-0 grow text-sm text-ink-soft">
                {item !== null && items[item - 1] ? `${item}. ${short(items[item - 1] ?? "")} · ` : ""}
                {formatFileSize(size)} · {broughtBy} · {formatDateTime(broughtAt, locale)}
              </span>
              {open ? (
                <ActionForm idempotencyKey={`${idempotencyKey}-x${id}`}>
                  <input type="hidden" name="file" value={id} />
                  <SubmitButton intent="remove" size="row" kind="quiet">
                    {t("one.remove")}
                    <span className="sr-only"> {t("one.removeOf", { number: at + 1 })}</span>
                  </SubmitButton>
                </ActionForm>
              ) : null}
            </li>
          ))}
        </ul>
        {open ? (
          <form method="post" encType="multipart/form-data" className="grid gap-4 border-line border-t pt-4">
            <SelectField
              name="item"
              label={t("one.item")}
              placeholder={t("one.itemNone")}
              options={items.map((title, at) => ({ value: String(at + 1), label: `${at + 1}. ${short(title)}` }))}
              className="[&_select]:max-w-full"
            />
            <TextField
              name="file"
              type="file"
              accept=".pdf,.jpg,.jpeg,.png"
              label={t("one.file")}
              hint={t("one.fileHint")}
              error={fault ? t(`fault.${fault}`) : undefined}
            />
            <div>
              <Button>{t("one.add")}</Button>
            </div>
          </form>
        ) : null}
        <p className="text-sm text-ink-soft">{t("one.filesNote")}</p>
      </div>
    </Card>
  );
}
