import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { answerForm, readForm } from "~/forms/action.ts";
import { ActionForm } from "~/forms/form.tsx";
import { RefusalCallout } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { deskSheet } from "~/reads/scoring/table-sheet-view.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { now } from "~/services/clock.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { type RoundPicture, roundPicture } from "~/services/live/stage-picture.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { useRefusalWords } from "~/ui/files/upload-row.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import { Icon } from "~/ui/icon.tsx";
import { titled } from "~/ui/page-title.ts";
import { PaperCard } from "./paper-card.tsx";
import { RecuseCard } from "./recuse-card.tsx";
import { actAtTable, type SheetDeskAnswer } from "./sheet.server.ts";
import { SheetHistory } from "./sheet-history.tsx";
import { useLiveTable } from "./use-live-table.ts";

/** One judge's sheet at one entry, for those who see scores: its versions, what happened, and what can be done about it. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const picture = await roundPicture(db, round.id);
  const view = await deskSheet(db, { actor, round, entry: params.entry ?? "", judge: params.judge ?? "", locale });
  if (!view) throw notFound();
  const names = { judge: view.judge.name, entry: `${view.entry.number} ${view.entry.title}` };
  return {
    ...view,
    title: i18nFor(locale).t("scoreTable:sheet.pageTitle", names),
    idempotencyKey: crypto.randomUUID(),
    at: now().toISOString(),
    picture: JSON.parse(picture ?? "null") as RoundPicture,
  };
}

export type SheetDesk = Awaited<ReturnType<typeof loader>>;

export const meta = titled<typeof loader>((page) => page.title);

/** Asks for a reopening or decides on one, enters or checks a paper sheet, asks the judge to check. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const place = { round: params.round, entry: params.entry, judge: params.judge };
  const { answer, sent } = await actAtTable(by, intent, place, form);
  const { pathname } = new URL(request.url);
  const saved = form.get("back") === "table" ? `/organize/rounds/${params.round}/table` : pathname;
  return answerForm(request, answer, saved, sent);
}

export default function SheetAtDesk(): ReactNode {
  const { t } = useTranslation(["scoreTable", "errors"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<SheetDeskAnswer>() ?? null;
  const [search] = useSearchParams();
  useLiveTable(page.round.slug, page.picture, null);
  const { entry, judge, sheet, recusal, round } = page;
  const inPlace = answer?.error.type === "invalid-input";
  return (
    <div className="grid gap-5">
      <div className="grid gap-1">
        <Link to={`/organize/rounds/${round.slug}/table`} className="inline-flex w-fit items-center gap-1">
          <Icon name="left" />
          {t("sheet.back")}
        </Link>
        <h2 className="text-xl">
          {t("sheet.heading", { judge: judge.name, entry: `${entry.number} ${entry.title}` })}
        </h2>
        <p className="text-ink-soft">
          {recusal !== null
            ? t("sheet.recused", { reason: recusal })
            : sheet?.submitted
              ? t("sheet.submittedAt", {
                  time: formatSeconds(sheet.submitted, round.timeZone),
                  version: sheet.version,
                })
              : sheet
                ? t("sheet.draftSince", {
                    version: sheet.version,
                    time: formatSeconds(sheet.updated, round.timeZone),
                  })
                : t("sheet.none")}
        </p>
      </div>
      {answer && !inPlace ? <RefusalCallout error={answer.error} /> : null}
      <UploadTrouble why={search.get("refused")} />
      {page.paper || !sheet?.submitted ? <PaperCard page={page} answer={answer} /> : null}
      <Versions page={page} />
      <ReopenCard page={page} answer={answer} />
      <CheckCard page={page} />
      <RecuseCard page={page} answer={answer} />
      <SheetHistory page={page} />
    </div>
  );
}

/** Why a photo was not taken. */
function UploadTrouble({ why }: { why: string | null }): ReactNode {
  const { t } = useTranslation("errors");
  const words = useRefusalWords();
  if (why === null) return null;
  const known = tableRefusals.find((each) => each === why);
  // A statement has the same limit
  return <Callout kind="danger" live title={known ? t(`${known}.title`) : words(why, "statement")} />;
}

const tableRefusals = ["paper-begun", "sheet-locked", "recused", "round-not-open", "entry-out"] as const;

/** Asks the judge to look at a submitted sheet again, and says what they answered. */
function CheckCard({ page }: { page: SheetDesk }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { check, sheet, asked, keeps, round, idempotencyKey } = page;
  if (!sheet?.submitted || round.state !== "judging" || !keeps || asked) return null;
  const waiting = check !== null && check.answer === null;
  return (
    <Card title={t("check.title")} className="no-print">
      <div className="grid gap-3">
        <p className="text-sm text-ink-soft">{t("check.lead")}</p>
        {check ? <p>{t(`check.${(check.answer as "stands" | "mend" | null) ?? "asked"}`)}</p> : null}
        {waiting ? null : (
          <ActionForm idempotencyKey={idempotencyKey}>
            <SubmitButton intent="request-check">{t("check.ask")}</SubmitButton>
          </ActionForm>
        )}
      </div>
    </Card>
  );
}

type Version = SheetDesk["versions"][number];

/** Every version that was handed in, side by side; what differs from the one before is marked. */
function Versions({ page }: { page: SheetDesk }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { versions, criteria } = page;
  if (versions.length === 0) return null;
  const total = { key: "", label: t("sheet.total"), max: null };
  return (
    <Card title={t("sheet.marks")} flush>
      <DataTable
        label={t("sheet.marks")}
        dense
        rows={[...criteria, total]}
        rowKey={({ key }) => key}
        columns={[
          { key: "criterion", header: t("sheet.criterion"), rowHeader: true, cell: ({ label }) => label },
          {
            key: "full",
            header: t("sheet.full"),
            numeric: true,
            cell: ({ max }) => (max === null ? "" : formatHundredths(max)),
          },
          ...versions.map((version, at) => ({
            key: String(version.version),
            numeric: true,
            header: <Head version={version} />,
            cell: ({ key }: { key: string }) => <Mark of={key} version={version} before={versions[at - 1]} />,
          })),
        ]}
      />
    </Card>
  );
}

function Head({ version }: { version: Version }): ReactNode {
  const { t } = useTranslation("scoreTable");
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-2">
      {t("sheet.version", version)}
      <span className="font-normal text-ink-soft">{t(version.current ? "sheet.current" : "sheet.kept")}</span>
      {version.source === "paper" ? <StateBadge of="source" state="paper" /> : null}
    </span>
  );
}

function Mark({ of, version, before }: { of: string; version: Version; before: Version | undefined }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const read = ({ marks, total }: Version) => (of === "" ? total : (marks[of] ?? "–"));
  const changed = before !== undefined && read(before) !== read(version);
  return (
    <span className={classes(of === "" && "font-semibold", !version.current && "text-ink-soft")}>
      {changed ? <span className="me-2 font-semibold text-warn">{t("sheet.changed")}</span> : null} {read(version)}
    </span>
  );
}

/** A submitted sheet is opened again by two people: a scorer asks with a reason, a supervisor confirms. */
function ReopenCard({ page, answer }: { page: SheetDesk; answer: SheetDeskAnswer | null }): ReactNode {
  const { t } = useTranslation(["scoreTable", "errors"]);
  const { sheet, asked, keeps, idempotencyKey } = page;
  if (asked) return <PendingRequest page={page} asked={asked} />;
  if (!sheet?.submitted || !keeps) return null;
  if (page.round.state !== "judging")
    return (
      <Card title={t("reopen.title")} className="no-print">
        <p className="text-ink-soft">{t("reopen.closedFirst")}</p>
      </Card>
    );
  const mine = answer?.intent === "ask-reopening" ? answer : null;
  const mend = page.check?.answer === "mend" ? t("reopen.mendReason") : undefined;
  return (
    <Card title={t("reopen.title")} className="no-print">
      <ConfirmForm
        intent="ask-reopening"
        hidden={{ idempotencyKey, version: sheet.version }}
        kind="secondary"
        opener={t("reopen.open")}
        consequence={t("reopen.consequence")}
        confirm={t("reopen.confirm")}
        reason={{ hint: t("reopen.reasonHint"), defaultValue: mine?.reason ?? mend }}
        error={mine?.error.type === "invalid-input" ? t("errors:field.reason") : undefined}
        open={mine !== null}
      />
    </Card>
  );
}

function PendingRequest({ page, asked }: { page: SheetDesk; asked: NonNullable<SheetDesk["asked"]> }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const own = asked.author === page.me;
  const hidden = { idempotencyKey: page.idempotencyKey, reopening: asked.id };
  return (
    <Card title={t("reopen.waiting")} className="no-print">
      <div className="grid gap-3">
        <p>{t("reopen.waitingLine", asked)}</p>
        {own ? <p className="text-ink-soft">{t("reopen.own")}</p> : null}
        <div className="flex flex-wrap items-start gap-3">
          {page.mayReopen && !own && page.round.state === "judging" ? (
            <ConfirmForm
              intent="confirm-reopening"
              hidden={hidden}
              kind="primary"
              reason={false}
              opener={t("reopen.approve")}
              consequence={t("reopen.approveConsequence", asked)}
              confirm={t("reopen.approveConfirm")}
            />
          ) : null}
          {own || page.mayReopen ? (
            <Form method="post">
              {Object.entries(hidden).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <Button name="intent" value="decline-reopening">
                {t(own ? "reopen.takeBack" : "reopen.decline")}
              </Button>
            </Form>
          ) : null}
        </div>
      </div>
    </Card>
  );
}
