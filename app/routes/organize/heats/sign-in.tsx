import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData, useSubmit } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "~/commands/command.ts";
import { chooseLateRule } from "~/commands/heats/choose-late-rule.ts";
import { recordAbsence } from "~/commands/heats/record-absence.ts";
import { signInContestant } from "~/commands/heats/sign-in-contestant.ts";
import { undoAttendance } from "~/commands/heats/undo-attendance.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { chosenOf, found, runSheetView } from "~/reads/heats/run-sheet-view.ts";
import { refused } from "~/routes/refused.ts";
import { takesPeopleIn } from "~/rules/heats/attendance.ts";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Figure } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { findPast } from "~db/queries/advancement/advancement-lines.ts";
import { useProblems } from "../rounds/problems.ts";
import { numberOf, senderOf, textOf } from "../rounds/sent.ts";
import { ContestantCard, ForeignTicket } from "./contestant-card.tsx";
import { LateRuleCard } from "./late-rule-card.tsx";
import { SignInList } from "./sign-in-list.tsx";

export async function loader(args: LoaderFunctionArgs) {
  const { round, sheet, keeps, lateRule, counts, lines } = await runSheetView(args);
  const search = new URL(args.request.url).searchParams.get("q") ?? "";
  const keys = found(sheet, search);
  const { locale } = args.context;
  const chosen = await chosenOf(args, round);
  return {
    documentTitle: `${i18nFor(locale).t("runSheet:pages.signIn")} · ${inLocale(locale, round.title, round.titleEn)}`,
    slug: round.slug,
    timeZone: round.timeZone,
    ...{ keeps, lateRule, counts, search, chosen },
    open: takesPeopleIn(round.state),
    lines: lines.filter(({ key }) => keys.has(key)),
    line: lines.find(({ key }) => key === chosen.entry) ?? null,
    past:
      round.kind === "final" && chosen.entry
        ? ((await findPast(args.context.db, round.id, chosen.entry)) ?? null)
        : null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export type SignInPage = ReturnType<typeof useLoaderData<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

/** Signs in, records lateness or absence, takes a record back, settles the rule. Afterwards the page is the same one. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const intent = textOf(form, "intent");
  const by = await senderOf(context, form);
  const [ticket, entry, reason] = [textOf(form, "ticket"), textOf(form, "entry"), textOf(form, "reason")];
  const round = params.round;
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
  if (answer.ok) return redirect(request.url, 303);
  const refusal = refused(answer.error as Refusal, request);
  return data({ ...refusal.data, intent, reason }, refusal.init ?? undefined);
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
