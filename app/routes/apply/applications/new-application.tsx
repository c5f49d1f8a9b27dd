import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { startApplication } from "~/commands/applications/start-application.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useRefusalWords } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { mayBegin } from "~/reads/applications/application-check.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import { registrationAt } from "~/rules/applications/registration.ts";
import { now } from "~/services/clock.ts";
import { signedIn } from "~/services/http/guard.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findOpenHeat } from "~db/queries/applications/applications.ts";
import { findCurrentEdition } from "~db/queries/editions/editions.ts";
import { ConsentText } from "./consent.tsx";

/** The consent before the form: nothing personal is kept without it. Who may not begin one is shown what they have. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db, locale } = args.context;
  const edition = await findCurrentEdition(db);
  if (!edition || registrationAt(edition, now()) !== "open" || !(await mayBegin(db, actor.id, edition)))
    throw redirect("/apply");
  const requested = new URL(args.request.url).searchParams.get("heat");
  const heat = requested ? await findOpenHeat(db, edition.id, requested) : undefined;
  return {
    documentTitle: i18nFor(locale).t("apply:begin.title"),
    idempotencyKey: randomUUID(),
    edition: { slug: edition.slug, title: edition.title, titleEn: edition.titleEn },
    heat: requested ? { slug: requested, title: heat?.title ?? null, titleEn: heat?.titleEn ?? null } : null,
  };
}

/** Begins an application, for the recommender whose link brought the person here, and goes to its form. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const recommender = /(?:^|;\s*)recommender=([a-z0-9-]{1,64})/.exec(request.headers.get("cookie") ?? "")?.[1];
  const input = {
    edition: textOf(form, "edition"),
    locale: context.locale,
    consent: textOf(form, "consent") || undefined,
    heat: textOf(form, "heat") || undefined,
    recommender,
  };
  return answerForm(request, await startApplication(by, input), ({ code }) => `/apply/${code}`);
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function NewApplication(): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const words = useRefusalWords("apply:refusal");
  const refused = useActionData<typeof action>()?.error.type;
  const { edition, heat, idempotencyKey } = useLoaderData<typeof loader>();
  const unread = refused === "consent-missing";
  const title = inLocale(locale, heat?.title ?? null, heat?.titleEn ?? null);
  return (
    <div className="grid max-w-180 gap-6">
      <PageHeader
        title={t("begin.title")}
        lead={inLocale(locale, edition.title, edition.titleEn)}
        breadcrumbs={[{ to: "/apply", label: t("list.title") }]}
      />
      <ActionForm idempotencyKey={idempotencyKey} noValidate className="grid gap-6">
        <ErrorSummary errors={refused ? [{ id: unread ? "consent" : undefined, message: words(refused) }] : []} />
        {heat ? <Callout>{title ? t("begin.heat", { heat: title }) : t("begin.heatClosed")}</Callout> : null}
        <input type="hidden" name="edition" value={edition.slug} />
        <input type="hidden" name="heat" value={heat?.slug ?? ""} />
        <Card title={t("begin.consent")}>
          <ConsentText />
        </Card>
        <CheckboxField
          name="consent"
          value={consentVersion}
          label={t("consent.label", { version: consentVersion })}
          error={unread ? words("consent-missing") : undefined}
        />
        <div className="flex flex-wrap gap-3">
          <SubmitButton kind="primary" size="hall">
            {t("begin.button")}
          </SubmitButton>
          <LinkButton to="/apply">{t("begin.back")}</LinkButton>
        </div>
      </ActionForm>
    </div>
  );
}
