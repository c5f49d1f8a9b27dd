import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { beginFactor } from "~/commands/accounts/begin-factor.ts";
import { confirmFactor } from "~/commands/accounts/confirm-factor.ts";
import { removeFactor } from "~/commands/accounts/remove-factor.ts";
import { renewRecoveryCodes } from "~/commands/accounts/renew-recovery-codes.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { RefusalSummary } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { isSigner } from "~/rules/accounts/access.ts";
import { formatRecoveryCode, takesFactor } from "~/rules/accounts/second-factor.ts";
import { factorAddress } from "~/services/auth/factor-secrets.ts";
import { now } from "~/services/clock.ts";
import { localPath, notFound, signedIn } from "~/services/http/guard.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { Button, LinkButton, SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { ErrorSummary, FactorField, useFactorFault } from "~/ui/field/error-summary.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { QrPicture } from "~/ui/qr-code.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findFactor, findFactorMeans } from "~db/queries/accounts/second-factors.ts";

interface FactorKeepingProps {
  factor: { confirmedAt: Date; codesLeft: number };
  /** What was refused just now, and why. */
  intent?: string;
  wrong?: string;
  /** A passkey will do as well as a code. */
  passkey: boolean;
}

const acts = [
  { intent: "renew", words: "renew", kind: "secondary" },
  { intent: "begin", words: "move", kind: "secondary" },
  { intent: "remove", words: "remove", kind: "danger" },
] as const;

/** What can be done with a factor that stands: each takes the factor itself. */
export function FactorKeeping({ factor, intent, wrong, passkey }: FactorKeepingProps): ReactNode {
  const { t } = useTranslation("factor");
  return (
    <Card title={t("account.on")}>
      <div className="grid gap-5">
        <DetailList
          items={[
            { term: t("keep.since"), detail: <DateTime at={factor.confirmedAt} /> },
            { term: t("keep.left"), detail: t("keep.leftOf", { count: factor.codesLeft }) },
          ]}
        />
        {factor.codesLeft < 3 ? <p className="text-warn">{t("keep.few")}</p> : null}
        {acts.map((act) => (
          <ConfirmForm
            key={act.intent}
            intent={act.intent}
            kind={act.kind}
            opener={t(`keep.${act.words}Open`)}
            consequence={t(`keep.${act.words}Text`)}
            confirm={t(`keep.${act.words}Do`)}
            reason={false}
            open={intent === act.intent}
          >
            <FactorField
              id={`code-${act.intent}`}
              error={intent === act.intent ? wrong : undefined}
              means={{ totp: true, passkey }}
            />
          </ConfirmForm>
        ))}
        <p className="text-sm text-ink-soft">{t("keep.lost")}</p>
      </div>
    </Card>
  );
}

/** How the person's second factor stands. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { id, email, grants } = await signedIn({ request, context });
  const factor = await findFactor(context.db, id);
  const { passkey } = await findFactorMeans(context.db, id);
  return {
    title: i18nFor(context.locale).t("factor:title"),
    email,
    at: now(),
    factor: factor ?? null,
    passkey,
    shows: takesFactor({ totp: factor !== undefined, passkey }, isSigner({ grants })),
    back: localPath(new URL(request.url).searchParams.get("returnTo") ?? "/account"),
  };
}

const commands = { begin: beginFactor, confirm: confirmFactor, renew: renewRecoveryCodes, remove: removeFactor };

/**
 * One step; what is told once comes back as the answer and is kept nowhere. The form that confirms bears the key that it
 * is about, so that the page which was told it can show it again beside a wrong code, and no other page ever does.
 */
export async function action({ request, context }: ActionFunctionArgs) {
  const { form, by, intent: pressed } = await readForm({ request, context });
  const intent = (Object.keys(commands) as (keyof typeof commands)[]).find((each) => each === pressed);
  if (!intent) throw notFound();
  const { code, key } = textsOf(form, ["code", "key"]);
  const answer = await commands[intent]({ ...by, idempotencyKey: null }, { code, key });
  const shown = (of: string) => ({ key: of, qr: qrCode(factorAddress(of, by.actor?.email ?? "")) });
  if (!answer.ok) {
    const begun = intent === "confirm" && answer.error.type === "factor-wrong" ? shown(key) : null;
    return refused(answer.error, request, { intent, codes: null, begun });
  }
  const result: { recoveryCodes?: string[]; key?: string } = answer.value;
  const codes = result.recoveryCodes?.map(formatRecoveryCode) ?? null;
  if (codes) return data({ error: null, intent, codes, begun: null });
  if (result.key !== undefined) return data({ error: null, intent, codes, begun: shown(result.key) });
  const { searchParams } = new URL(request.url);
  searchParams.set("removed", "1");
  return redirect(`/account/second-factor?${searchParams}`, 303);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function SecondFactor(): ReactNode {
  const { t } = useTranslation(["factor", "errors", "passkey"]);
  const { title, factor, passkey, shows, back, email, at } = useLoaderData<typeof loader>();
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
      <RefusalSummary error={wrong ? null : answer?.error} />
      {search.has("removed") && !factor && !begun ? <Callout kind="ok" live title={t("keep.saved")} /> : null}
      {begun || !factor ? (
        <FactorSetUp begun={begun} renews={factor !== null} wrong={wrong} shows={shows && !factor} />
      ) : null}
      {factor ? <FactorKeeping factor={factor} intent={answer?.intent} wrong={wrong} passkey={passkey} /> : null}
      <p>
        {factor ? null : t("passkey:account.instead")} <Link to="/account/passkeys">{t("passkey:account.open")}</Link>
      </p>
    </div>
  );
}

interface RecoverySheetProps {
  /** As people write them. */
  codes: string[];
  email: string;
  at: Date;
  /** Where the person came from. */
  back: string;
}

/** The recovery codes, this once: on the screen, on paper, or as a file that the browser makes of the page itself. */
export function RecoverySheet({ codes, email, at, back }: RecoverySheetProps): ReactNode {
  const { t } = useTranslation("factor");
  const locale = useLocale();
  const hydrated = useHydrated();
  const of = t("codes.sheetOf", { email, at: formatDateTime(at, locale) });
  const text = [t("codes.sheetTitle"), of, "", ...codes, ""].join("\n");
  return (
    <div className="grid gap-5">
      <Callout kind="warn" live className="no-print">
        {t("codes.text")}
      </Callout>
      <Card title={t("codes.sheetTitle")}>
        <p className="text-ink-soft">{of}</p>
        <ul aria-label={t("codes.list")} className="mt-4 grid w-fit gap-x-10 gap-y-2 font-mono text-lg sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </Card>
      <div className="no-print flex flex-wrap gap-3">
        {hydrated ? (
          <Button type="button" onClick={() => window.print()}>
            {t("codes.print")}
          </Button>
        ) : null}
        <LinkButton
          to={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          reloadDocument
          download={t("codes.file")}
          icon="down"
        >
          {t("codes.download")}
        </LinkButton>
        <LinkButton kind="primary" to={back} iconAfter="arrow">
          {t("codes.done")}
        </LinkButton>
      </div>
    </div>
  );
}

interface FactorSetUpProps {
  begun: { key: string; qr: { size: number; path: string } } | null;
  /** Another phone takes the place of one. */
  renews: boolean;
  wrong?: string;
  /** A passkey is shown first. */
  shows: boolean;
}

/** The way to a second factor: a key for the app, by picture or as text, and a code that shows that the app has it. */
export function FactorSetUp({ begun, renews, wrong, shows }: FactorSetUpProps): ReactNode {
  const { t } = useTranslation("factor");
  if (!begun)
    return (
      <Card title={t("begin.title")}>
        <Form method="post" className="grid max-w-prose gap-4">
          <p>{t("begin.text")}</p>
          {shows ? <FactorField id="code-begin" error={wrong} means={{ totp: false, passkey: true }} /> : null}
          <div>
            <SubmitButton kind="primary" intent="begin">
              {t("begin.do")}
            </SubmitButton>
          </div>
        </Form>
      </Card>
    );
  return (
    <Card title={t("scan.title")}>
      <div className="flex flex-wrap gap-x-8 gap-y-5">
        <QrPicture {...begun.qr} label={t("scan.picture")} className="size-56 rounded" />
        <div className="grid min-w-0 max-w-prose grow basis-80 content-start gap-4">
          <p>{t("scan.text")}</p>
          <dl>
            <dt className="text-sm text-ink-soft">{t("scan.key")}</dt>
            <dd>
              <code className="font-mono break-words">{begun.key.replace(/.{4}(?=.)/g, "$& ")}</code>
            </dd>
          </dl>
          <Form method="post" noValidate className="grid gap-4">
            <input type="hidden" name="key" value={begun.key} />
            <p>{t("scan.confirmText")}</p>
            <FactorField id="code-confirm" error={wrong} ofApp />
            {renews ? <p className="text-ink-soft">{t("scan.renews")}</p> : null}
            <div>
              <SubmitButton kind="primary" intent="confirm">
                {t("scan.do")}
              </SubmitButton>
            </div>
          </Form>
          {renews ? null : (
            <Form method="post">
              <SubmitButton kind="quiet" intent="begin">
                {t("scan.again")}
              </SubmitButton>
            </Form>
          )}
        </div>
      </div>
    </Card>
  );
}
