import { answering, tagOfVersion, versionJson } from "~/reads/exchange/answer.ts";
import { publicView, versionIn } from "~/rules/releases/public-view.ts";
import { figuresOf } from "~/rules/releases/signed-table.ts";
import { findAllReadableVersions, findPublishedStandings } from "~db/queries/releases/public-releases.ts";

/** The standings of a round as published: those that stand, or the version that the address names. */
export const loader = answering({
  known: async ({ context, params }) => {
    const version = versionAsked(params.version);
    if (version === null) return null;
    const versions = await findAllReadableVersions(context.publicDb, { round: params.round ?? "", version });
    const requested = version === undefined ? versions.find(({ state }) => state === "published") : versions[0];
    return requested ? tagOfVersion(requested) : null;
  },
  find: async ({ context, params }) => {
    const version = versionAsked(params.version);
    if (version === null) return null;
    const release = await findPublishedStandings(context.publicDb, params.round ?? "", version);
    const result = publicView(release);
    if (!release || !result) return null;
    const { standings, ...about } = result;
    const { round, rule, state } = standings;
    const written = versionJson({ ...about, state });
    const orders = new Map(release.entries.map(({ key, number }) => [key, number]));
    const lines = standings.standings.map((line) => ({ ...line, order: orders.get(line.entry) ?? null }));
    const body = { round, ...written, rule, ...figuresOf(standings), standings: lines };
    return { body, tag: tagOfVersion(written) };
  },
});

/** Undefined: the version that stands. Null: there can be none of that name. */
function versionAsked(text: string | undefined): number | null | undefined {
  return text === undefined ? undefined : versionIn(text);
}
