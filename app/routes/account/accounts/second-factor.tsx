import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { beginFactor } from "~/commands/accounts/begin-factor.ts";
import { confirmFactor } from "~/commands/accounts/confirm-factor.ts";
import { removeFactor } from "~/commands/accounts/remove-factor.ts";
import { renewRecoveryCodes } from "~/commands/accounts/renew-recovery-codes.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { refused } from "~/routes/refused.ts";
import { writtenRecoveryCode } from "~/rules/accounts/second-factor.ts";
import { factorAddress } from "~/services/auth/factor-secrets.ts";
import { now } from "~/services/clock.ts";
import { notFound, ownPath, signedIn } from "~/services/http/guard.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { useFactorFault } from "~/ui/field/factor-field.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { findFactor } from "~db/queries/accounts/second-factors.ts";
import { FactorKeeping } from "./factor-keeping.tsx";
import { FactorSetUp } from "./factor-set-up.tsx";
import { RecoverySheet } from "./recovery-sheet.tsx";

/** How the person's second factor stands. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { id, email } = await signedIn({ request, context });
  const factor = await findFactor(context.db, id);
  return {
    title: i18nFor(context.locale).t("factor:title"),
    email,
    at: now(),
    factor: factor ?? null,
    back: ownPath(new URL(request.url).searchParams.get("returnTo") ?? "/account"),
  };
}

const commands = { begin: beginFactor, confirm: confirmFactor, renew: renewRecoveryCodes, remove: removeFactor };

/**
 * One step; what is told once comes back as the answer and is kept nowhere. The form that confirms bears the key that it
 * is about, so that the page which was told it can show it again beside a wrong code, and no other page ever does.
 */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const intent = Object.keys(commands).find((each) => each === form.get("intent")) as keyof typeof commands | undefined;
  if (!intent) throw notFound();
  const actor = await context.actor();
  const key = String(form.get("key") ?? "");
  const answer = await commands[intent]({ db: context.db, actor }, { code: String(form.get("code") ?? ""), key });
  const shown = (of: string) => ({ key: of, qr: qrCode(factorAddress(of, actor?.email ?? "")) });
  if (!answer.ok) {
    const refusal = refused(answer.error, request);
    const begun = intent === "confirm" && answer.error.type === "factor-wrong" ? shown(key) : null;
    return data({ ...refusal.data, intent, codes: null, begun }, refusal.init ?? undefined);
  }
  const told: { recoveryCodes?: string[]; key?: string } = answer.value;
  const codes = told.recoveryCodes?.map(writtenRecoveryCode) ?? null;
  if (codes) return data({ error: null, intent, codes, begun: null });
  if (told.key !== undefined) return data({ error: null, intent, codes, begun: shown(told.key) });
  const { searchParams } = new URL(request.url);
  searchParams.set("removed", "1");
  return redirect(`/account/second-factor?${searchParams}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function SecondFactor(): ReactNode {
  const { t } = useTranslation(["factor", "errors"]);
  const { title, factor, back, email, at } = useLoaderData<typeof loader>();
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
  const begun = answer?.begun ?? null;
  // A code of a key that this page does not show has no field here
  const field = answer?.intent === "confirm" && !begun ? undefined : `code-${answer?.intent}`;
  return (
    <div className="grid gap-6">
      <PageHeader title={title} lead={t("lead")} />
      {wrong ? <ErrorSummary errors={[{ id: field, message: wrong }]} /> : null}
      {type && !wrong ? (
        <ErrorSummary title={t(`errors:${type}.title`)} errors={[{ message: t(`errors:${type}.mend`) }]} />
      ) : null}
      {search.has("removed") && !factor && !begun ? <Callout kind="ok" live title={t("keep.saved")} /> : null}
      {begun || !factor ? <FactorSetUp begun={begun} renews={factor !== null} wrong={wrong} /> : null}
      {factor ? <FactorKeeping factor={factor} intent={answer?.intent} wrong={wrong} /> : null}
    </div>
  );
}
