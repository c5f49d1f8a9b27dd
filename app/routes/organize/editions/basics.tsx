import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { updateEdition } from "~/commands/editions/update-edition.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { editionFormValues } from "~/rules/editions/edition-basics.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { basicsOf } from "~db/queries/editions/edition-settings.ts";
import { asSent, EditionFields, editionOf, sentEdition, useEditionLabels } from "./basics-fields.tsx";

export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const basics = editionFormValues(basicsOf(edition));
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:title"),
    basics,
    version: digestOf(basics),
    fixed: edition.state !== "draft",
    erasedAt: edition.erasedAt,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const input = { edition: params.edition, version, basics: editionOf(form) };
  const answer = await updateEdition(by, input);
  return answerForm(request, answer, ({ slug }) => `/organize/editions/${slug}/settings?saved=1`, {
    sent: sentEdition(form),
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function EditionBasicsPage(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const locale = useLocale();
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("basics.", ""),
    labelOf: useEditionLabels(),
  });
  const inRelease = answer?.error.type === "hands-fixed" ? answer.error.rounds : null;
  return (
    <SettingsForm
      of={page}
      errors={errors}
      notice={
        inRelease ? (
          <Callout kind="warn" title={t("basics.handsFixed")}>
            <ul className="flex flex-wrap gap-x-4">
              {inRelease.map(({ slug, title, titleEn }) => (
                <li key={slug}>
                  <Link to={`/organize/rounds/${slug}/release`}>{inLocale(locale, title, titleEn)}</Link>
                </li>
              ))}
            </ul>
          </Callout>
        ) : null
      }
    >
      {page.erasedAt ? (
        <Callout>
          {t("basics.erased")} <DateTime at={page.erasedAt} />
        </Callout>
      ) : null}
      <EditionFields values={answer?.sent ?? asSent(page.basics)} fixed={page.fixed} at={at} />
    </SettingsForm>
  );
}
