import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf } from "~/forms/problems.tsx";
import { fieldName } from "~/routes/judge/scoring/sheet-words.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { paperTypes } from "~/rules/scoring/paper-sheet.ts";
import { formatTotal, readMarks } from "~/rules/scoring/sheet.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { NumberField, TextField } from "~/ui/field/choice-fields.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import type { SheetDeskAnswer } from "./sheet.server.ts";
import type { SheetDesk } from "./sheet.tsx";

/** A sheet on paper: its photo is brought, its marks are entered beside it, and another person checks them against it. */
export function PaperCard({ page, answer }: { page: SheetDesk; answer: SheetDeskAnswer | null }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { paper, keeps, recusal, round } = page;
  if (!paper) {
    if (!keeps || recusal !== null || (round.state !== "judging" && round.state !== "closed")) return null;
    return <BringPhoto page={page} />;
  }
  return (
    <Card title={t("paper.title")}>
      <div id="paper" className="grid scroll-mt-4 items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <PaperPhoto round={round.slug} id={paper.id} type={paper.type} />
        {paper.state === "photographed" ? (
          <PaperEntry page={page} paper={paper} answer={answer} />
        ) : (
          <PaperCheck page={page} paper={paper} answer={answer} />
        )}
      </div>
    </Card>
  );
}

/** A form of its own kind: the file goes by the disk, and the page comes back (app/routes/api/scoring/paper-upload.ts). */
function BringPhoto({ page }: { page: SheetDesk }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { round, entry, judge, sheet } = page;
  return (
    <Card title={t("paper.title")} className="no-print">
      <form
        method="post"
        action={sheetAddress(round.slug, entry.key, judge.key)}
        encType="multipart/form-data"
        className="grid max-w-prose gap-4"
      >
        <p className="text-sm text-ink-soft">{t("paper.lead")}</p>
        {sheet ? <Callout kind="warn" title={t("paper.draftThere")} /> : null}
        <TextField
          name="file"
          type="file"
          required
          accept={paperTypes.join(",")}
          label={t("paper.photoLabel")}
          hint={t("paper.photoHint")}
        />
        <div>
          <Button>{t("paper.upload")}</Button>
        </div>
      </form>
    </Card>
  );
}

/** The photo of the paper, as large as its half of the page; a scan in a frame. */
function PaperPhoto({ round, id, type }: { round: string; id: number; type: string }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const src = `/organize/rounds/${round}/papers/${id}/photo`;
  return (
    <figure className="grid gap-2">
      {type === "application/pdf" ? (
        <iframe
          src={src}
          title={t("paper.photoAlt")}
          className="h-[70vh] w-full rounded border border-line bg-sunken"
        />
      ) : (
        <img
          src={src}
          alt={t("paper.photoAlt")}
          className="max-h-[80vh] w-full rounded border border-line object-contain"
        />
      )}
      <figcaption className="no-print text-sm">
        <a href={src} target="_blank" rel="noreferrer">
          {t("paper.openPhoto")}
        </a>
      </figcaption>
    </figure>
  );
}

interface PaperCheckProps {
  page: SheetDesk;
  paper: NonNullable<SheetDesk["paper"]>;
  answer: SheetDeskAnswer | null;
}

/** What was entered, beside the photo: another person than who entered it says that both agree, or why not. */
function PaperCheck({ page, paper, answer }: PaperCheckProps): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { sheet, criteria, idempotencyKey, round } = page;
  const own = paper.author === page.me;
  const time = paper.entered === null ? "" : formatSeconds(paper.entered, round.timeZone);
  return (
    <div className="grid gap-4">
      <h3 className="text-lg">{t("paper.enteredTitle")}</h3>
      <p className="text-sm text-ink-soft">{t("paper.enteredLead", { by: paper.enterer ?? "", time })}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6">
        {criteria.map(({ key, label, max }) => (
          <div key={key} className="col-span-full grid grid-cols-subgrid items-baseline border-line border-b py-2">
            <dt>{label}</dt>
            <dd className="text-end tabular-nums">
              <strong className="text-xl">{paper.marks?.[key] ?? "–"}</strong>
              <span className="text-ink-soft"> / {formatHundredths(max)}</span>
            </dd>
          </div>
        ))}
        <div className="col-span-full grid grid-cols-subgrid items-baseline py-2">
          <dt className="font-semibold">{t("paper.total")}</dt>
          <dd className="text-end text-2xl font-semibold text-structure tabular-nums">{paper.total}</dd>
        </div>
      </dl>
      {own ? <Callout title={t("paper.ownEntered")} /> : null}
      {round.state === "closed" ? <Callout kind="warn" title={t("reopen.closedFirst")} /> : null}
      <div className="flex flex-wrap items-start gap-3">
        {page.mayCheck && !own && round.state === "judging" ? (
          <ConfirmForm
            intent="confirm-paper"
            hidden={{ idempotencyKey, paper: paper.id, ...(sheet ? {} : { version: 0 }) }}
            kind="primary"
            reason={false}
            opener={t("paper.confirm")}
            consequence={t("paper.confirmConsequence", { total: paper.total ?? "" })}
            confirm={t("paper.confirmButton")}
            open={answer?.intent === "confirm-paper"}
          >
            {sheet ? (
              <label className="flex items-start gap-2">
                <input type="checkbox" name="version" value={sheet.version} required className="mt-1 size-5" />
                <span>{t("paper.replaces", sheet)}</span>
              </label>
            ) : null}
          </ConfirmForm>
        ) : null}
        <RejectPaper page={page} paper={paper} answer={answer} />
      </div>
    </div>
  );
}

interface PaperEntryProps {
  page: SheetDesk;
  paper: NonNullable<SheetDesk["paper"]>;
  answer: SheetDeskAnswer | null;
}

/** The marks beside the photo, one box a criterion, with the running total to compare with the paper's. */
function PaperEntry({ page, paper, answer }: PaperEntryProps): ReactNode {
  const { t } = useTranslation("scoreTable");
  const mine = answer?.intent === "enter-paper" ? answer : null;
  const [marks, setMarks] = useState<Record<string, string>>(mine?.marks ?? {});
  const wrong = new Set(fieldsOf(mine?.error).map(({ path }) => path));
  const time = formatSeconds(paper.brought, page.round.timeZone);
  const lead = t("paper.enterLead", { by: paper.bringer, time });
  if (!page.keeps) {
    return (
      <p>
        {lead} {t("paper.nobodyEnters")}
      </p>
    );
  }
  return (
    <div className="grid gap-4">
      <ActionForm idempotencyKey={page.idempotencyKey} noValidate className="grid gap-4">
        <h3 className="text-lg">{t("paper.enterTitle")}</h3>
        <p className="text-sm text-ink-soft">{lead}</p>
        <input type="hidden" name="paper" value={paper.id} />
        {page.criteria.map(({ key, label, max, step }) => {
          const range = { max: formatHundredths(max), step: formatHundredths(step) };
          return (
            <NumberField
              key={key}
              name={fieldName(key)}
              label={label}
              hint={t("paper.range", range)}
              defaultValue={mine?.marks[key]}
              onChange={(event) => setMarks({ ...marks, [key]: event.currentTarget.value })}
              error={wrong.has(`marks.${key}`) ? t("paper.wrong", range) : undefined}
              required
            />
          );
        })}
        <p className="flex items-baseline gap-2">
          <span className="text-ink-soft">{t("paper.total")}</span>
          <output className="text-2xl font-semibold text-structure">
            {formatTotal(page.criteria, readMarks(page.criteria, marks).marks, page.places)}
          </output>
        </p>
        <div>
          <SubmitButton kind="primary" intent="enter-paper">
            {t("paper.enter")}
          </SubmitButton>
        </div>
      </ActionForm>
      <RejectPaper page={page} paper={paper} answer={answer} />
    </div>
  );
}

interface RejectPaperProps {
  page: SheetDesk;
  paper: NonNullable<SheetDesk["paper"]>;
  answer: SheetDeskAnswer | null;
}

/** Gives the photo, or what was entered from it, back with a reason. */
function RejectPaper({ page, paper, answer }: RejectPaperProps): ReactNode {
  const { t } = useTranslation(["scoreTable", "errors"]);
  const mine = answer?.intent === "reject-paper" ? answer : null;
  if (!page.mayCheck) return null;
  return (
    <ConfirmForm
      intent="reject-paper"
      hidden={{ idempotencyKey: page.idempotencyKey, paper: paper.id }}
      kind="danger"
      opener={t("paper.reject")}
      consequence={t("paper.rejectConsequence")}
      confirm={t("paper.rejectButton")}
      reason={{ defaultValue: mine?.reason }}
      error={mine?.error.type === "invalid-input" ? t("errors:field.reason") : undefined}
      open={mine !== null}
    >
      {paper.state === "entered" ? (
        <label className="flex items-start gap-2">
          <input type="checkbox" name="keepPhoto" defaultChecked className="mt-1 size-5" />
          <span>{t("paper.keepPhoto")}</span>
        </label>
      ) : null}
    </ConfirmForm>
  );
}

/** Where one judge's sheet at one entry stands at the scorer's desk. */
export function sheetAddress(round: string, entry: string, judge: string): string {
  return `/organize/rounds/${round}/table/${encodeURIComponent(entry)}/${encodeURIComponent(judge)}`;
}
