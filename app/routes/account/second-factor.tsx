import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { beginFactor } from "~/commands/factors/begin-factor.ts";
import { confirmFactor } from "~/commands/factors/confirm-factor.ts";
import { removeFactor } from "~/commands/factors/remove-factor.ts";
import { renewRecoveryCodes } from "~/commands/factors/renew-recovery-codes.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { refused } from "~/routes/refused.ts";
import { beginningMinutes, writtenRecoveryCode } from "~/rules/second-factor.ts";
import { now } from "~/services/clock.ts";
import { factorAddress } from "~/services/factor-secrets.ts";
import { notFound, signedIn } from "~/services/guard.ts";
import { ownPath } from "~/services/own-path.ts";
import { qrCode } from "~/services/qr-code.ts";
import { vault } from "~/services/vault.ts";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { useFactorFault } from "~/ui/field/factor-field.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { findBegunFactor, findFactor } from "~db/queries/second-factors.ts";
import { FactorKeeping } from "./factor-keeping.tsx";
import { FactorSetUp } from "./factor-set-up.tsx";
import { RecoverySheet } from "./recovery-sheet.tsx";

/** How the person's second factor stands; the key of one that is being set up, until it is confirmed. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { id, email } = await signedIn({ request, context });
  const since = new Date(now().getTime() - beginningMinutes * 60_000);
  const [factor, begun] = await Promise.all([findFactor(context.db, id), findBegunFactor(context.db, id, since)]);
  const key = begun && vault().unsealFactor(id, begun);
  return {
    title: i18nFor(context.locale).t("factor:title"),
    email,
    at: now(),
    factor: factor ?? null,
    begun: key === undefined ? null : { key, qr: qrCode(factorAddress(key, email)) },
    back: ownPath(new URL(request.url).searchParams.get("returnTo") ?? "/account"),
  };
}

const commands = { begin: beginFactor, confirm: confirmFactor, renew: renewRecoveryCodes, remove: removeFactor };

/** One step; what is told once comes back as the answer and is kept nowhere. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const intent = Object.keys(commands).find((each) => each === form.get("intent")) as keyof typeof commands | undefined;
  if (!intent) throw notFound();
  const by = { db: context.db, actor: await context.actor() };
  const answer = await commands[intent](by, { code: String(form.get("code") ?? "") });
  if (!answer.ok) {
    const refusal = refused(answer.error, request);
    return data({ ...refusal.data, intent, codes: null }, refusal.init ?? undefined);
  }
  if ("recoveryCodes" in answer.value) {
    const codes = answer.value.recoveryCodes.map(writtenRecoveryCode);
    return data({ error: null, intent, codes });
  }
  const { searchParams } = new URL(request.url);
  if (intent === "remove") searchParams.set("removed", "1");
  return redirect(`/account/second-factor${searchParams.size > 0 ? `?${searchParams}` : ""}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function SecondFactor(): ReactNode {
  const { t } = useTranslation(["factor", "errors"]);
  const { title, factor, begun, back, email, at } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const faultOf = useFactorFault();
  if (answer?.codes)
    return (
      <div className="grid gap-6">
        <PageHeader title={t("codes.title")} />
        <RecoverySheet codes={answer.codes} email={email} at={at} back={back} />
      </div>
    );
  const type = answer?.error?.type;
  const wrong = faultOf(type);
  return (
    <div className="grid gap-6">
      <PageHeader title={title} lead={t("lead")} />
      {wrong ? <ErrorSummary errors={[{ id: `code-${answer?.intent}`, message: wrong }]} /> : null}
      {type && !wrong ? (
        <ErrorSummary title={t(`errors:${type}.title`)} errors={[{ message: t(`errors:${type}.mend`) }]} />
      ) : null}
      {search.has("removed") && !factor && !begun ? <Callout kind="ok" live title={t("keep.saved")} /> : null}
      {begun || !factor ? <FactorSetUp begun={begun} renews={factor !== null} wrong={wrong} /> : null}
      {factor ? <FactorKeeping factor={factor} intent={answer?.intent} wrong={wrong} /> : null}
    </div>
  );
}
