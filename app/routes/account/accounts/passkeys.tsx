import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { addPasskey } from "~/commands/accounts/add-passkey.ts";
import { beginPasskey } from "~/commands/accounts/begin-passkey.ts";
import { removePasskey } from "~/commands/accounts/remove-passkey.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { fieldsOf, RefusalSummary } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { isSigner } from "~/rules/accounts/access.ts";
import { mostPasskeys } from "~/rules/accounts/passkey.ts";
import { takesFactor } from "~/rules/accounts/second-factor.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary, useFactorFault } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findAllPasskeysOf } from "~db/queries/accounts/passkeys.ts";
import { findFactorMeans } from "~db/queries/accounts/second-factors.ts";
import { deviceName } from "./device.ts";
import { AddPasskey, MakePasskey, PasskeyList } from "./passkey-cards.tsx";

/** The person's passkeys. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await signedIn({ request, context });
  const means = await findFactorMeans(context.db, actor.id);
  const passkeys = await findAllPasskeysOf(context.db, actor.id);
  return {
    title: i18nFor(context.locale).t("passkey:title"),
    passkeys: passkeys.map(({ id, name, addedAt, usedAt }) => ({ id, name, addedAt, usedAt })),
    /** What is shown before anything is changed; null where it is enough to have shown who one is. */
    shows: takesFactor(means, isSigner(actor)) ? means : null,
    last: isSigner(actor) && passkeys.length === 1 && !means.totp,
    full: passkeys.length >= mostPasskeys,
    most: mostPasskeys,
    device: deviceName(request.headers.get("user-agent")),
    idempotencyKey: crypto.randomUUID(),
  };
}

/** Begins with one, keeps the one that the device has made, or takes one away. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const sent = textsOf(form, ["name", "code", "passkey", "passkeyId"]);
  const { name, code, passkey, passkeyId } = sent;
  if (intent === "begin") {
    // Each answer is a challenge of its own
    const keyless = { ...by, idempotencyKey: null };
    const answer = await beginPasskey(keyless, { name, code, baseUrl: context.settings.baseUrl });
    if (!answer.ok) return refused(answer.error, request, { intent, name, passkeyId, options: null });
    return data({ error: null, intent, name, passkeyId, options: answer.value.options, sending: crypto.randomUUID() });
  }
  if (intent === "add") {
    const answer = await addPasskey(by, { name, passkey });
    if (!answer.ok) return refused(answer.error, request, { intent, name, passkeyId, options: null });
    return redirect("/account/passkeys?added=1", 303);
  }
  if (!intent.startsWith("remove")) throw notFound();
  const answer = await removePasskey(by, { id: passkeyId, code });
  if (!answer.ok) return refused(answer.error, request, { intent, name, passkeyId, options: null });
  return redirect("/account/passkeys?removed=1", 303);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Passkeys(): ReactNode {
  const { t } = useTranslation(["passkey", "account"]);
  const { title, passkeys, shows, last, full, most, device, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const fault = useFactorFault()(answer?.error?.type);
  const nameWrong = fieldsOf(answer?.error).some(({ path }) => path === "name") ? t("add.nameWrong") : undefined;
  const field = answer?.intent === "begin" ? "code-begin" : `code-${answer?.passkeyId}`;
  const errors = [
    ...(fault ? [{ id: field, message: fault }] : []),
    ...(nameWrong ? [{ id: "name", message: nameWrong }] : []),
  ];
  return (
    <div className="grid gap-6">
      <PageHeader
        title={title}
        lead={t("lead")}
        breadcrumbs={[{ to: "/account", label: t("account:profile.title") }]}
      />
      <ErrorSummary errors={errors} />
      <RefusalSummary error={errors.length > 0 ? null : answer?.error} />
      {answer ? null : search.has("added") ? <Callout kind="ok" live title={t("list.added")} /> : null}
      {answer ? null : search.has("removed") ? <Callout kind="ok" live title={t("list.removed")} /> : null}
      {answer?.options ? (
        <MakePasskey
          key={answer.options.challenge}
          name={answer.name}
          options={answer.options}
          idempotencyKey={idempotencyKey}
        />
      ) : null}
      <PasskeyList
        passkeys={passkeys}
        shows={shows}
        last={last}
        idempotencyKey={idempotencyKey}
        tried={answer?.intent.startsWith("remove") ? answer.passkeyId : undefined}
        fault={fault}
      />
      {answer?.options ? null : full ? (
        <Callout>{t("add.full", { count: most })}</Callout>
      ) : (
        <AddPasskey
          shows={shows}
          name={answer?.intent === "begin" ? answer.name : device}
          nameWrong={nameWrong}
          fault={answer?.intent === "begin" ? fault : undefined}
        />
      )}
    </div>
  );
}
