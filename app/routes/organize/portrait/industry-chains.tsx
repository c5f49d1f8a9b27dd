import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveIndustryChains } from "~/commands/portrait/save-industry-chains.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { refused } from "~/routes/refused.ts";
import { keptChains, usualChains } from "~/rules/portrait/industry-chain.ts";
import { editionFor } from "~/services/http/guard.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { ChainFields, chainId, chainsOf, fieldsOfChains, readChains, useChainLabels } from "./chain-fields.tsx";

/** The district's industry chains, and which tracks belong to them. `?example`: one to begin from, not saved. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { tracks } = await findTracksAndGroups(args.context.db, edition.id);
  const chains = keptChains(edition.industryChains);
  const example = chains.length === 0 && new URL(args.request.url).searchParams.has("example");
  return {
    documentTitle: i18nFor(args.context.locale).t("chains:tab"),
    slug: edition.slug,
    ...{ tracks, example, empty: chains.length === 0 },
    fields: fieldsOfChains(example ? usualChains(tracks) : chains),
    version: digestOf(chains),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const fields = readChains(form);
  const version = textOf(form, "version");
  const input = { edition: params.edition, version, chains: chainsOf(fields) };
  const answer = await saveIndustryChains(await senderOf(context, form), input);
  if (answer.ok) return redirect(`/organize/editions/${params.edition}/settings/chains?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, fields, version, sending: crypto.randomUUID() }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function EditionChains(): ReactNode {
  const { t } = useTranslation(["chains", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const problems = useProblems(answer?.error, { idOf: chainId, labelOf: useChainLabels() });
  const { slug, tracks, example, empty } = page;
  return (
    <Form
      method="post"
      noValidate
      key={answer ? answer.sending : `${page.version} ${example}`}
      className="grid max-w-280 gap-6"
    >
      <p className="max-w-prose text-ink-soft">
        {t("settings.lead")}{" "}
        <Link to={`/organize/editions/${slug}/chains`} className="inline-block">
          {t("settings.see")}
        </Link>
      </p>
      <ErrorSummary errors={problems.errors} />
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
      {example && !answer ? <Callout title={t("settings.example")} /> : null}
      {tracks.length === 0 ? <Callout kind="warn" title={t("settings.noTracks")} /> : null}
      {empty && !example && !answer ? (
        <div>
          <LinkButton to="?example">{t("settings.takeExample")}</LinkButton>
        </div>
      ) : null}
      <input type="hidden" name="version" value={answer?.version ?? page.version} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      <ChainFields fields={answer?.fields ?? page.fields} tracks={tracks} at={problems.at} />
      <div>
        <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
      </div>
    </Form>
  );
}
