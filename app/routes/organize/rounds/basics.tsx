import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { updateRound } from "~/commands/rounds/update-round.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { refused } from "~/routes/signing-problem.ts";
import { writtenBasics } from "~/rules/rounds/round-basics.ts";
import { roundFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findBasics, findTracks } from "~db/queries/rounds/rounds.ts";
import { asSent, BasicsFields, useBasicsLabels } from "./basics-fields.tsx";
import { useProblems } from "./invite-forms.tsx";
import { basicsOf, senderOf, sentBasics, textOf } from "./rubric-editor.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  const basics = writtenBasics(await findBasics(context.db, round.id));
  return {
    title: `${i18nFor(context.locale).t("rounds:tabs.basics")} · ${inLocale(context.locale, round.title, round.titleEn)}`,
    basics,
    version: digestOf(basics),
    tracks: await findTracks(context.db, round.editionId),
    fixed: round.state !== "draft",
    released: round.releaseState !== null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const input = { round: params.round, version: textOf(form, "version"), basics: basicsOf(form) };
  const answer = await updateRound(await senderOf(context, form), input);
  if (answer.ok) return redirect(`/organize/rounds/${answer.value.slug}/basics?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, sent: sentBasics(form), version: input.version }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function RoundBasics(): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("basics.", ""),
    labelOf: useBasicsLabels(),
  });
  return (
    <Form method="post" key={page.version} noValidate className="grid max-w-280 gap-6">
      <ErrorSummary
        errors={errors}
        title={errors.some((each) => each.id) ? undefined : t("ui:errorSummary.title", { count: 1 })}
      />
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("saved")} /> : null}
      {page.released ? <Callout title={t("frozen.stage")} /> : null}
      <fieldset disabled={page.released} className="grid gap-6">
        <legend className="sr-only">{t("basics.title")}</legend>
        {/* What was sent stays bound to the version that it was written against. */}
        <input type="hidden" name="version" value={answer?.version ?? page.version} />
        <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
        <BasicsFields values={answer?.sent ?? asSent(page.basics)} tracks={page.tracks} fixed={page.fixed} at={at} />
        {page.released ? null : (
          <div>
            <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
          </div>
        )}
      </fieldset>
    </Form>
  );
}
