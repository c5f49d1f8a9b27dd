import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSubmit } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { chooseLateRule } from "~/commands/heats/choose-late-rule.ts";
import { recordAbsence } from "~/commands/heats/record-absence.ts";
import { signInContestant } from "~/commands/heats/sign-in-contestant.ts";
import { undoAttendance } from "~/commands/heats/undo-attendance.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textOf, textsOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { chosenOf, found, runSheetView, type SheetLine } from "~/reads/heats/run-sheet-view.ts";
import { isSignInOpen, type LateRule, lateRules } from "~/rules/heats/attendance.ts";
import { Button, LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, Figure } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { RadioGroupField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findPastLines } from "~db/queries/advancement/advancement-lines.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { AttendanceBadge } from "./attendance-badge.tsx";
import { ContestantCard, ForeignTicket } from "./contestant-card.tsx";

export async function loader(args: LoaderFunctionArgs) {
  const { round, sheet, keeps, lateRule, counts, lines } = await runSheetView(args);
  const search = new URL(args.request.url).searchParams.get("q") ?? "";
  const keys = found(sheet, search);
  const { locale } = args.context;
  const chosen = await chosenOf(args, round);
  return {
    documentTitle: `${i18nFor(locale).t("runSheet:pages.signIn")} · ${inLocale(locale, round.title, round.titleEn)}`,
    slug: round.slug,
    edition: round.editionSlug,
    timeZone: round.timeZone,
    keeps,
    lateRule,
    counts,
    search,
    chosen,
    open: isSignInOpen(round.state),
    lines: lines.filter(({ key }) => keys.has(key)),
    line: lines.find(({ key }) => key === chosen.entry) ?? null,
    past:
      round.kind === "final" && chosen.entry
        ? ((await findPastLines(args.context.db, round.id, chosen.entry)) ?? null)
        : null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export type SignInPage = ReturnType<typeof useLoaderData<typeof loader>>;

export const meta = titled<typeof loader>((page) => page.documentTitle);

/** Signs in, records lateness or absence, takes a record back, settles the rule. Afterwards the page is the same one. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { ticket, entry, reason } = textsOf(form, ["ticket", "entry", "reason"]);
  const { round } = params;
  const who = { round, by: ticket ? { ticket } : { entry } };
  const acts = {
    "sign-in": () => signInContestant(by, { ...who, reason }),
    late: () => signInContestant(by, { ...who, reason, late: true }),
    absent: () => recordAbsence(by, { round, of: { entry }, reason }),
    rest: () => recordAbsence(by, { round, of: { rest: numberOf(form, "rest") ?? 0 }, reason }),
    undo: () => undoAttendance(by, { round, entry, reason }),
    "late-rule": () => chooseLateRule(by, { round, lateRule: textOf(form, "lateRule") }),
  };
  const act = acts[intent as keyof typeof acts] ?? acts["sign-in"];
  const answer = await act();
  return answerForm(request, answer, request.url, { intent, reason });
}

export default function SignIn(): ReactNode {
  const { t } = useTranslation("runSheet");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, { idOf: (path) => `${path}-${answer?.intent ?? ""}` });
  const wrong = answer && { intent: answer.intent, reason: answer.reason, at };
  const { counts, keeps, open, chosen, line, lateRule } = page;
  return (
    <div className="grid gap-5">
      <h2 className="sr-only">{t("pages.signIn")}</h2>
      <ErrorSummary errors={errors} />
      {chosen.foreign ? <ForeignTicket title={chosen.foreign.title} slug={page.slug} /> : null}
      {chosen.entry && line ? <ContestantCard page={page} line={line} wrong={wrong ?? null} /> : null}
      {chosen.entry && !line ? (
        <Callout kind="danger" title={t("card.unknown")}>
          {t("card.unknownMend")}
        </Callout>
      ) : null}
      <div role="status" className="flex flex-wrap gap-x-12 gap-y-4">
        {(["all", "present", "late", "absent", "waiting"] as const).map((each) => (
          <Figure key={each} value={counts[each]} label={t(`counts.${each}`)} />
        ))}
      </div>
      {keeps ? null : <Callout>{t("lookOnly")}</Callout>}
      {open ? null : <Callout>{t("notNow")}</Callout>}
      {counts.all === 0 ? (
        <EmptyState title={t("list.none")}>{t("list.noneMend")}</EmptyState>
      ) : (
        <>
          <Find search={page.search} slug={page.slug} />
          <SignInList page={page} />
          <ListExport edition={page.edition} list="runsheet" of={page.slug} query={{ q: page.search }} />
        </>
      )}
      {keeps && open && counts.waiting > 0 ? (
        <ConfirmForm
          intent="rest"
          kind="secondary"
          opener={t("absent.restOpener", { count: counts.waiting })}
          consequence={t("absent.restWhat", { count: counts.waiting })}
          confirm={t("absent.restDo")}
          hidden={{ rest: counts.waiting }}
          error={wrong?.intent === "rest" ? at("reason") : undefined}
          reason={{ defaultValue: wrong?.intent === "rest" ? wrong.reason : undefined }}
        />
      ) : null}
      <LateRuleCard lateRule={lateRule} fixed={counts.late > 0} keeps={keeps} />
    </div>
  );
}

/** By name or number; the list follows while one types, and without a script on the button. */
function Find({ search, slug }: { search: string; slug: string }): ReactNode {
  const { t } = useTranslation("runSheet");
  const submit = useSubmit();
  return (
    <Form
      method="get"
      role="search"
      className="no-print flex flex-wrap items-end gap-3"
      onChange={(event) => submit(event.currentTarget, { replace: true, preventScrollReset: true })}
    >
      <TextField
        name="q"
        type="search"
        label={t("find.label")}
        hint={t("find.hint")}
        defaultValue={search}
        width="medium"
        autoComplete="off"
      />
      <Button icon="search">{t("find.go")}</Button>
      {search ? (
        <LinkButton to={`/organize/rounds/${slug}/run-sheet`} kind="quiet">
          {t("find.clear")}
        </LinkButton>
      ) : null}
    </Form>
  );
}

/** What becomes of those who come after the draw; it stands once somebody did. */
export function LateRuleCard({
  lateRule,
  fixed,
  keeps,
}: {
  lateRule: LateRule;
  fixed: boolean;
  keeps: boolean;
}): ReactNode {
  const { t } = useTranslation("runSheet");
  return (
    <Card title={t("lateRule.title")} level={3} className="no-print max-w-[42rem]">
      {keeps && !fixed ? (
        <Form method="post" className="grid gap-3" key={lateRule}>
          <RadioGroupField
            name="lateRule"
            label={t("lateRule.lead")}
            defaultValue={lateRule}
            options={lateRules.map((value) => ({
              value,
              label: t(`lateRule.${value}`),
              hint: t(`lateRule.${value}What`),
            }))}
          />
          <div>
            <SubmitButton intent="late-rule">{t("lateRule.save")}</SubmitButton>
          </div>
        </Form>
      ) : (
        <p>
          <strong>{t(`lateRule.${lateRule}`)}</strong> · {t(`lateRule.${lateRule}What`)}
          {fixed ? <span className="block text-ink-soft">{t("lateRule.fixed")}</span> : null}
        </p>
      )}
    </Card>
  );
}

/** Everybody who is expected: one tap signs in, the rest is done on the contestant's card. */
export function SignInList({ page }: { page: SignInPage }): ReactNode {
  const { t } = useTranslation("runSheet");
  const { lines, lateRule, timeZone, keeps, open, slug, idempotencyKey } = page;
  const at = `/organize/rounds/${slug}/run-sheet`;
  const columns: Column<SheetLine>[] = [
    {
      key: "place",
      header: t("list.place"),
      numeric: true,
      narrow: true,
      cell: ({ place }) => <strong className="text-lg text-structure">{place ?? "—"}</strong>,
    },
    {
      key: "project",
      header: t("list.project"),
      rowHeader: true,
      cell: ({ title, leader, group, code, out }) => (
        <span className={classes("wrap-anywhere", out && "text-ink-soft line-through")}>
          {title}
          <span className="block font-normal text-ink-soft">{[leader, group].filter(Boolean).join(" · ")}</span>
          {code ? <span className="block font-mono text-sm font-normal text-ink-soft">{code}</span> : null}
        </span>
      ),
    },
    {
      key: "state",
      header: t("list.state"),
      cell: ({ key, title, state, arrival, reason, recordedAt, recordedBy, means }) => (
        <div className="grid gap-1">
          <span>
            <AttendanceBadge state={state} lateRule={lateRule} />
          </span>
          {recordedAt ? (
            <span className="text-sm text-ink-soft">
              <DateTime at={recordedAt} kind="time" timeZone={timeZone} /> {recordedBy}{" "}
              {means ? t(`state.${means}`) : null}
            </span>
          ) : null}
          {reason ? <span className="text-sm wrap-anywhere">{reason}</span> : null}
          {keeps && open ? (
            <div className="no-print flex flex-wrap items-center gap-2">
              {state === null && arrival === "present" ? (
                <ActionForm idempotencyKey={`${idempotencyKey}-${key}`} preventScrollReset>
                  <input type="hidden" name="entry" value={key} />
                  <SubmitButton intent="sign-in" size="row" icon="check" aria-label={t("card.signInOf", { title })}>
                    {t("pages.signIn")}
                  </SubmitButton>
                </ActionForm>
              ) : null}
              <LinkButton
                to={`${at}?entry=${encodeURIComponent(key)}`}
                size="row"
                kind="quiet"
                aria-label={t("list.more_of", { title })}
              >
                {t("list.more")}
              </LinkButton>
            </div>
          ) : null}
        </div>
      ),
    },
  ];
  return (
    <DataTable
      label={t("list.label")}
      columns={columns}
      rows={lines}
      rowKey={({ key }) => key}
      empty={<EmptyState title={t("find.none")}>{t("find.noneMend")}</EmptyState>}
    />
  );
}
