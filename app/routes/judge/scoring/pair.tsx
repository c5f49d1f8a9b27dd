import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Pairing, pairTablet } from "~/commands/scoring/pair-tablet.ts";
import { statusOf } from "~/forms/action.ts";
import { readFields, textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { deviceName } from "~/routes/account/accounts/device.ts";
import { withForgetMark } from "~/rules/scoring/forget-mark.ts";
import { codeHalves, pairingCodeLength, readPairingCode } from "~/rules/scoring/pairing.ts";
import { allowPairing, signOut } from "~/services/auth/sign-in.ts";
import { newTabletToken, tabletCookie, tabletDigest } from "~/services/auth/tablet.ts";
import { now } from "~/services/clock.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";

/** The page that the QR code leads to. Looking at it uses nothing up. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await context.actor();
  const code = readPairingCode(new URL(request.url).searchParams.get("code") ?? "");
  return {
    title: i18nFor(context.locale).t("tablet:pair.title"),
    code: code === null ? "" : codeHalves(code).join(" "),
    paired: actor?.tabletId === undefined ? null : actor.name,
  };
}

/** Exchanges the code for the tablet's session; an account that was signed in here is signed out. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { auth, db, clientAddress } = context;
  const allowance = await allowPairing(auth, clientAddress, now());
  if (!allowance.ok)
    return data({ error: { type: "too-many-requests" as const }, sent: "" }, statusOf(allowance.error));
  const sent = textOf(await readFields(request), "code").slice(0, 40);
  const code = readPairingCode(sent);
  const token = newTabletToken();
  const pairing: Pairing = {
    codeDigest: code === null ? null : tabletDigest(auth, "code", code),
    tokenDigest: tabletDigest(auth, "token", token),
    clientDigest: tabletDigest(auth, "client", clientAddress),
    name: deviceName(request.headers.get("user-agent")),
    at: now(),
  };
  const answer = await pairTablet(db, pairing);
  if (!answer.ok) return data({ error: answer.error, sent }, statusOf(answer.error));
  const headers = await signOut(auth, request);
  headers.append("Set-Cookie", tabletCookie(auth, token, answer.value.expiresAt));
  return redirect(withForgetMark(`/judge/${answer.value.round}`), { status: 303, headers });
}

export const meta = titled<typeof loader>((page) => page.title, { name: "referrer", content: "same-origin" });

export default function PairPage(): ReactNode {
  const { t } = useTranslation(["tablet", "errors"]);
  const { code, paired } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const error = answer?.error.type;
  return (
    <div className="grid max-w-140 gap-6">
      <PageHeader title={t("pair.title")} lead={t("pair.lead")} />
      {paired !== null && !answer ? (
        <Callout
          kind="ok"
          title={t("pair.paired", { name: paired })}
          action={
            <LinkButton kind="primary" size="hall" to="/judge">
              {t("pair.go")}
            </LinkButton>
          }
        >
          {t("pair.pairedMend")}
        </Callout>
      ) : null}
      {error === "too-many-requests" ? (
        <Callout kind="danger" live title={t("errors:too-many-requests.title")}>
          {t("errors:too-many-requests.mend")}
        </Callout>
      ) : null}
      {error === "code-unusable" ? (
        <Callout kind="danger" live title={t("pair.codeWrong")}>
          {t("pair.codeWrongMend")}
        </Callout>
      ) : null}
      <Form method="post" noValidate className="grid gap-5" reloadDocument>
        <TextField
          name="code"
          label={t("pair.code")}
          hint={t("pair.codeHint")}
          error={error === "code-unusable" ? t("pair.codeWrong") : undefined}
          defaultValue={answer?.sent || code}
          width="short"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={pairingCodeLength + 8}
          required
        />
        <div>
          <SubmitButton kind={paired === null ? "primary" : "secondary"} size="hall">
            {t("pair.submit")}
          </SubmitButton>
        </div>
      </Form>
    </div>
  );
}
