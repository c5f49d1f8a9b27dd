import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveIndustryChains } from "~/commands/portrait/save-industry-chains.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { type Problems, useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import {
  chainWeights,
  defaultChains,
  type IndustryChain,
  keywordsIn,
  readStoredChains,
  withKeys,
} from "~/rules/portrait/industry-chain.ts";
import { editionFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { RowList, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";

const parts = ["key", "title", "titleEn", "keywords"] as const;
type Part = (typeof parts)[number];

/** A chain as the form's texts; `tracks`: the weight of each track that has one. */
export type ChainTexts = Record<Part, string> & { tracks: Record<string, string> };

const blank: ChainTexts = { key: "", title: "", titleEn: "", keywords: "", tracks: {} };

export function fieldsOfChains(chains: readonly IndustryChain[]): ChainTexts[] {
  return chains.map(({ key, title, titleEn, keywords, tracks }) => ({
    key,
    title,
    titleEn: titleEn ?? "",
    keywords: keywords.join("，"),
    tracks: Object.fromEntries(tracks.map(({ track, weight }) => [track, weight])),
  }));
}

/** The chains that a form sends, in its order; one without name and keywords is taken out. */
export function readChains(form: FormData): ChainTexts[] {
  const places = new Map<number, Record<string, string>>();
  for (const name of form.keys()) {
    const [, place, track] = /^chains\[(\d{1,3})\]\.(?:title|of\.([a-z0-9-]+))$/.exec(name) ?? [];
    if (place === undefined) continue;
    const tracks = places.get(Number(place)) ?? {};
    const weight = track === undefined ? "" : textOf(form, name);
    places.set(Number(place), weight === "" ? tracks : { ...tracks, [track ?? ""]: weight });
  }
  const texts = [...places]
    .sort(([a], [b]) => a - b)
    .map(([place, tracks]) => {
      const words = parts.map((part) => [part, textOf(form, `chains[${place}].${part}`)] as const);
      return { ...(Object.fromEntries(words) as Record<Part, string>), tracks };
    });
  return withKeys(texts.filter(({ title, titleEn, keywords }) => (title + titleEn + keywords).trim() !== ""));
}

/** The chains that the texts say, still unchecked. */
export function chainsOf(fields: readonly ChainTexts[]): unknown[] {
  return fields.map(({ keywords, tracks, ...chain }) => ({
    ...chain,
    keywords: keywordsIn(keywords),
    tracks: Object.entries(tracks).map(([track, weight]) => ({ track, weight })),
  }));
}

interface Props {
  fields: ChainTexts[];
  tracks: readonly { key: string; title: string; titleEn: string | null }[];
  at: Problems["at"];
}

/** Every chain with its names, its keywords, and how each track stands to it. */
export function ChainFields({ fields, tracks, at }: Props): ReactNode {
  const { t } = useTranslation("chains");
  const locale = useLocale();
  return (
    <Card title={t("settings.list")}>
      <RowList
        rows={fields}
        blank={blank}
        legend={(number) => t("settings.row", { number })}
        addLabel={t("settings.add")}
      >
        {(row, place) => {
          const field = (part: Part) => ({
            name: `chains[${place}].${part}`,
            label: t(`settings.part.${part}`),
            defaultValue: row[part],
            error: at(`chains.${place}.${part}`),
          });
          const wrongWord = Array.from({ length: 50 }, (_, word) => at(`chains.${place}.keywords.${word}`)).find(
            Boolean,
          );
          return (
            <div className="grid gap-3">
              <input type="hidden" name={`chains[${place}].key`} value={row.key} />
              <div className="grid gap-3 sm:grid-cols-2">
                <TextField {...field("title")} />
                <TextField {...field("titleEn")} optional />
                <TextField
                  {...field("keywords")}
                  error={field("keywords").error ?? wrongWord}
                  optional
                  className="sm:col-span-2"
                />
              </div>
              {tracks.length > 0 ? (
                <fieldset>
                  <legend className="mb-2 text-sm text-ink-soft">{t("settings.tracks")}</legend>
                  <div className="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-5">
                    {tracks.map(({ key, title, titleEn }) => (
                      <SelectField
                        key={key}
                        name={`chains[${place}].of.${key}`}
                        label={inLocale(locale, title, titleEn)}
                        defaultValue={row.tracks[key] ?? ""}
                        placeholder={t("settings.weight.none")}
                        options={chainWeights.map((weight) => ({
                          value: weight,
                          label: t(`settings.weight.${weight}`),
                        }))}
                      />
                    ))}
                  </div>
                </fieldset>
              ) : null}
            </div>
          );
        }}
      </RowList>
    </Card>
  );
}

/** The control of a path in the command's input. */
export function chainId(path: string): string {
  const [, place, part] = /^chains\.(\d+)\.(\w+)/.exec(path) ?? [];
  return `chains[${place ?? 0}].${part === "key" || part === "tracks" ? "title" : (part ?? "title")}`;
}

/** The label of a field, by its path in the command's input. */
export function useChainLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("chains");
  return (path) => {
    const [, place, part] = /^chains\.(\d+)\.(\w+)/.exec(path) ?? [];
    const name = ([...parts, "tracks"] as const).find((each) => each === part);
    return name ? `${t("settings.row", { number: Number(place) + 1 })} · ${t(`settings.part.${name}`)}` : undefined;
  };
}

/** The district's industry chains, and which tracks belong to them. `?example`: one to begin from, not saved. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { tracks } = await findTracksAndGroups(args.context.db, edition.id);
  const chains = readStoredChains(edition.industryChains);
  const example = chains.length === 0 && new URL(args.request.url).searchParams.has("example");
  return {
    documentTitle: i18nFor(args.context.locale).t("chains:tab"),
    slug: edition.slug,
    tracks,
    example,
    empty: chains.length === 0,
    fields: fieldsOfChains(example ? defaultChains(tracks) : chains),
    version: digestOf(chains),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const fields = readChains(form);
  const input = { edition: params.edition, version, chains: chainsOf(fields) };
  const answer = await saveIndustryChains(by, input);
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/chains?saved=1`, {
    fields,
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function EditionChains(): ReactNode {
  const { t } = useTranslation(["chains", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = useProblems(answer?.error, { idOf: chainId, labelOf: useChainLabels() });
  const { slug, tracks, example, empty } = page;
  return (
    <SettingsForm
      key={String(example)}
      of={page}
      errors={problems.errors}
      lead={
        <>
          {t("settings.lead")}{" "}
          <Link to={`/organize/editions/${slug}/chains`} className="inline-block">
            {t("settings.see")}
          </Link>
        </>
      }
    >
      {example && !answer ? <Callout title={t("settings.example")} /> : null}
      {tracks.length === 0 ? <Callout kind="warn" title={t("settings.noTracks")} /> : null}
      {empty && !example && !answer ? (
        <div>
          <LinkButton to="?example">{t("settings.takeExample")}</LinkButton>
        </div>
      ) : null}
      <ChainFields fields={answer?.fields ?? page.fields} tracks={tracks} at={problems.at} />
    </SettingsForm>
  );
}
