import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { advanceToFinal } from "~/commands/advancement/advance-to-final.ts";
import { moveUpSubstitute } from "~/commands/advancement/move-up-substitute.ts";
import { settleAdvancementTie } from "~/commands/advancement/settle-advancement-tie.ts";
import { withdrawFinalist } from "~/commands/advancement/withdraw-finalist.ts";
import type { Refusal } from "~/commands/command.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { advancementView } from "~/reads/advancement/advancement-view.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { refused } from "../../refused.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { Changes } from "./changes.tsx";
import { Flow } from "./flow.tsx";
import { Lines } from "./lines.tsx";
import { RuleSummary } from "./rule-summary.tsx";
import { State } from "./state.tsx";
import { Ties } from "./ties.tsx";

/** The line between the heats and the final, before and after it is drawn. Looking stores nothing. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { db, locale } = args.context;
  return {
    documentTitle: i18nFor(locale).t("advancement:title"),
    slug: edition.slug,
    edition: inLocale(locale, edition.title, edition.titleEn),
    ...(await advancementView(db, edition, { locale, at: now() })),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type AdvancementPage = ReturnType<typeof useLoaderData<typeof loader>>;
export type ShownPlan = NonNullable<AdvancementPage["plan"]>;

/** Draws the line, records a vote or a withdrawal, lets the next one move up. Afterwards the page is the same one. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const intent = textOf(form, "intent");
  const by = await senderOf(context, form);
  const [edition, reason] = [params.edition, textOf(form, "reason")];
  const of = { edition, ...entryOf(textOf(form, "entry")) };
  const acts = {
    draw: () => advanceToFinal(by, { edition, digest: textOf(form, "digest"), without: form.has("without") }),
    vote: () => settleAdvancementTie(by, { edition, places: votesIn(form), reason }),
    withdraw: () => withdrawFinalist(by, { ...of, reason }),
    "move-up": () => moveUpSubstitute(by, of),
  };
  const act = acts[intent as keyof typeof acts] ?? acts.draw;
  const answer = await act();
  if (answer.ok) return redirect(`/organize/editions/${edition}/advancement?done=${intent}`, 303);
  const refusal = refused(answer.error as Refusal, request);
  return data({ ...refusal.data, intent, reason }, refusal.init ?? undefined);
}

/** `HEAT ENTRY`: there are no blanks in the slug of a heat, but there may be some in the key of an entry. */
function entryOf(text: string): { heat: string; entry: string } {
  const at = text.indexOf(" ");
  return { heat: text.slice(0, Math.max(0, at)), entry: text.slice(at + 1) };
}

/** Fields named `place.HEAT ENTRY`. */
function votesIn(form: FormData) {
  return [...form.keys()]
    .filter((name) => name.startsWith("place."))
    .map((name) => {
      const text = textOf(form, name).trim();
      return { ...entryOf(name.slice("place.".length)), place: text === "" ? Number.NaN : Number(text) };
    });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function Advancement(): ReactNode {
  const { t } = useTranslation(["advancement", "rounds", "errors"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => (path === "reason" ? `reason-${answer?.intent}` : "vote"),
  });
  const wrong = { intent: answer?.intent ?? null, reason: answer?.reason ?? "", words: at("reason") };
  const done = (["draw", "vote", "withdraw", "move-up"] as const).find((intent) => intent === search.get("done"));
  const { slug, rule, plan, final } = page;
  const settings = `/organize/editions/${slug}/settings/advancement`;
  return (
    <div className="wide-sheet grid gap-6">
      <PageHeader
        title={t("title")}
        lead={page.edition}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
        actions={
          <LinkButton to={settings} icon="right">
            {t("toSettings")}
          </LinkButton>
        }
      />
      <p className="max-w-prose text-ink-soft">{t("lead")}</p>
      <ErrorSummary errors={errors} />
      {done && !answer ? <Callout kind="ok" live title={doneWords(t, done, page)} /> : null}
      {rule && plan ? (
        <>
          <RuleSummary rule={rule} />
          {final ? null : <EmptyState title={t("noFinal.title")}>{t("noFinal.mend")}</EmptyState>}
          {plan.lines.length === 0 ? (
            <EmptyState title={t("noResults.title")}>{t("noResults.mend")}</EmptyState>
          ) : (
            <>
              <State page={page} plan={plan} />
              <Ties page={page} plan={plan} wrong={wrong} />
              <Changes page={page} plan={plan} wrong={wrong} />
              <Flow streams={plan.flow} going={plan.counts.going} />
              <Lines lines={plan.lines} />
            </>
          )}
        </>
      ) : (
        <EmptyState title={t("noRule.title")} action={<LinkButton to={settings}>{t("toSettings")}</LinkButton>}>
          {t("noRule.mend")}
        </EmptyState>
      )}
    </div>
  );
}

export interface Wrong {
  intent: string | null;
  reason: string;
  words: string | undefined;
}

type T = ReturnType<typeof useTranslation<["advancement", "rounds", "errors"]>>["t"];

function doneWords(t: T, done: "draw" | "vote" | "withdraw" | "move-up", { drawn }: AdvancementPage): string {
  if (done === "draw") return t("draw.done", { version: drawn?.version ?? "" });
  if (done === "move-up") return t("moveUp.done");
  return t(`${done}.done`);
}
