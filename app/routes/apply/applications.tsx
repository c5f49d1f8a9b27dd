import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { startApplication } from "~/commands/applications/start-application.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { registrationAt } from "~/rules/registration.ts";
import { now } from "~/services/clock.ts";
import { signedIn } from "~/services/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { findAllOwnApplications } from "~db/queries/applications.ts";
import { findCurrentEdition } from "~db/queries/editions.ts";
import { refused } from "../refused.ts";
import { OwnApplication } from "./own-application.tsx";
import { useRefusalWords } from "./refusal-words.ts";

/** The person's own applications to the current edition, and the way to begin one. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db, locale } = args.context;
  const documentTitle = i18nFor(locale).t("apply:list.title");
  const edition = await findCurrentEdition(db);
  if (!edition) return { documentTitle, edition: null, applications: [], idempotencyKey: "" };
  const { slug, title, titleEn, applyOpensAt, applyClosesAt } = edition;
  const own = await findAllOwnApplications(db, actor.id, edition.id);
  return {
    documentTitle,
    edition: { slug, title, titleEn, applyOpensAt, applyClosesAt, registration: registrationAt(edition, now()) },
    applications: own.map(({ code, state, answers, updatedAt, submittedAt, roundTitle, roundTitleEn }) => ({
      code,
      state,
      projectTitle: answers.projectTitle ?? "",
      updatedAt,
      submittedAt,
      roundTitle,
      roundTitleEn,
    })),
    idempotencyKey: randomUUID(),
  };
}

/** Begins an application and goes to its form. */
export async function action({ request, context }: ActionFunctionArgs) {
  const sent = await request.formData();
  const idempotencyKey = String(sent.get("idempotencyKey") ?? "") || null;
  const by = { db: context.db, actor: await context.actor(), idempotencyKey };
  const input = { edition: String(sent.get("edition") ?? ""), locale: context.locale };
  const started = await startApplication(by, input);
  return started.ok ? redirect(`/apply/${started.value.code}`, 303) : refused(started.error, request);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function Applications(): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const words = useRefusalWords();
  const answer = useActionData<typeof action>();
  const { edition, applications, idempotencyKey } = useLoaderData<typeof loader>();
  if (!edition)
    return (
      <div className="grid gap-6">
        <PageHeader title={t("list.title")} />
        <EmptyState title={t("list.noEdition")} />
      </div>
    );
  const { slug, registration, applyOpensAt, applyClosesAt } = edition;
  const open = registration === "open";
  const none = applications.length === 0;
  const start = (
    <Form method="post">
      <input type="hidden" name="edition" value={slug} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <SubmitButton kind={none ? "primary" : "secondary"} size={none ? "hall" : "base"} icon="plus">
        {t(none ? "list.start" : "list.startAnother")}
      </SubmitButton>
    </Form>
  );
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("list.title")}
        lead={t("list.lead", { edition: inLocale(locale, edition.title, edition.titleEn) })}
        actions={open && !none ? start : null}
      />
      {answer ? (
        <Callout kind="danger" live>
          {words(answer.error.type)}
        </Callout>
      ) : null}
      {registration === "closed" ? <Callout title={t("list.closed")} /> : null}
      {registration === "before" ? (
        <Callout title={t("list.before")}>{applyOpensAt ? <DateTime at={applyOpensAt} /> : null}</Callout>
      ) : null}
      {open && applyClosesAt ? (
        <p>
          {t("list.deadline")}
          <strong>
            <DateTime at={applyClosesAt} />
          </strong>
        </p>
      ) : null}
      {none ? (
        <EmptyState title={t("list.emptyTitle")} action={open ? start : null}>
          {open ? t("list.empty") : null}
        </EmptyState>
      ) : (
        <ul className="grid gap-4">
          {applications.map((application) => (
            <li key={application.code}>
              <OwnApplication {...application} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
