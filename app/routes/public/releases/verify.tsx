import type { LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { TFunction } from "i18next";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Bundle, BundleFlaw } from "~/rules/releases/bundle.ts";
import type { Verified } from "~/rules/releases/verify-bundle.ts";
import { publicKeyOf } from "~/services/vault/bundle-key.ts";
import { Button, useHydrated } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { Digest } from "~/ui/digest.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { formatDate, formatDateTime } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { sharing } from "../editions/edition-hero.tsx";

/** What came of a bundle's verification; `ours` is the key that this site signs with. */
function VerifiedBundle({ verified, ours }: { verified: Verified; ours: string | null }): ReactNode {
  const { t } = useTranslation("verify");
  const say = useFlaw();
  if (!verified.ok)
    return (
      <Callout kind="danger" live title={t("flawed")}>
        <p className="break-words">{say(verified.flaw)}</p>
      </Callout>
    );
  const key = verified.bundle.signature.publicKey;
  if (ours !== null && key !== ours)
    return (
      <Callout kind="danger" live title={t("foreign.title")}>
        <p className="break-all">{t("foreign.text", { key })}</p>
      </Callout>
    );
  return (
    <>
      <Callout kind={ours === null ? "warn" : "ok"} live title={t("ok.title")}>
        <p className="break-all">{ours === null ? t("ok.unknown", { key }) : t("ok.ours")}</p>
      </Callout>
      {ours === null ? null : <Standing bundle={verified.bundle} />}
      <Held bundle={verified.bundle} />
    </>
  );
}

type VersionStanding = "asking" | "published" | "superseded" | "absent" | "other" | "unreachable";

/** Whether the version that the file holds stands on this site now: asked of the public interface, which knows nothing of the file. */
function Standing({ bundle: { statement } }: { bundle: Bundle }): ReactNode {
  const { t } = useTranslation("verify");
  const { round, release } = statement;
  const { version, digest } = release;
  const [standing, setStanding] = useState<VersionStanding>("asking");
  useEffect(() => {
    let left = false;
    void standingOf(round.slug, version, digest).then((found) => left || setStanding(found));
    return () => {
      left = true;
    };
  }, [round.slug, version, digest]);
  if (standing === "asking") return <p role="status">{t("standing.asking")}</p>;
  return (
    <Callout kind={standing === "published" ? "ok" : "warn"} live title={t(`standing.${standing}`, { version })}>
      <a href={`/results/${round.slug}`}>{t("standing.look")}</a>
    </Callout>
  );
}

async function standingOf(round: string, version: number, digest: string): Promise<VersionStanding> {
  try {
    const answer = await fetch(`/api/v1/rounds/${encodeURIComponent(round)}/standings/${version}`, {
      cache: "no-cache",
    });
    if (answer.status === 404) return "absent";
    if (!answer.ok) return "unreachable";
    const found: { state: "published" | "superseded"; digest: string } = await answer.json();
    return found.digest === digest ? found.state : "other";
  } catch {
    return "unreachable";
  }
}

function Held({ bundle: { statement } }: { bundle: Bundle }): ReactNode {
  const { t } = useTranslation("verify");
  const locale = useLocale();
  const { release, inputs, round, edition, result, audit } = statement;
  const hand = ({ name, at, since }: typeof release.proposed) => {
    const signed = t("held.hand", { name, at: formatDateTime(new Date(at), locale) });
    return since ? `${signed} · ${t("held.since", { at: formatDateTime(new Date(since), locale) })}` : signed;
  };
  const orders = new Map(inputs.entries.map(({ key, order }) => [key, order]));
  const ordered = inputs.entries.some(({ order }) => order !== null);
  const orderOf = ({ entry }: { entry: string }) => orders.get(entry) ?? "–";
  return (
    <>
      <Card title={round.title}>
        <DetailList
          items={[
            { term: t("held.round"), detail: `${edition.title} · ${round.title}` },
            { term: t("held.version"), detail: t("held.versionOf", { version: release.version }) },
            {
              term: t("held.recomputed"),
              detail: t("held.counts", {
                entries: inputs.entries.length,
                judges: inputs.judges.length,
                sheets: inputs.sheets.length,
              }),
            },
            { term: t("held.digest"), detail: <Digest value={release.digest} /> },
            { term: t("held.proposed"), detail: hand(release.proposed) },
            { term: t("held.confirmed"), detail: hand(release.confirmed) },
            { term: t("held.published"), detail: hand(release.published) },
            {
              term: t("held.seal"),
              detail: (
                <>
                  {t("held.sealOf", { number: audit.seal.number })} <Digest value={audit.seal.digest} />
                </>
              ),
            },
            ...(release.noticeEndsOn
              ? [{ term: t("held.noticeEndsOn"), detail: formatDate(release.noticeEndsOn, locale) }]
              : []),
          ]}
        />
      </Card>
      <DataTable
        label={t("table")}
        captionHidden={false}
        rows={result.standings.slice(0, mostRows)}
        rowKey={({ entry }) => entry}
        columns={[
          { key: "rank", header: t("rank"), numeric: true, narrow: true, cell: ({ rank }) => rank ?? "–" },
          ...(ordered
            ? [{ key: "order", header: t("order"), numeric: true, narrow: true as const, cell: orderOf }]
            : []),
          { key: "title", header: t("entry"), rowHeader: true, cell: ({ title }) => title },
          { key: "key", header: t("entryKey"), narrow: true, cell: ({ entry }) => entry },
          { key: "total", header: t("total"), numeric: true, cell: ({ total }) => total ?? "–" },
        ]}
      />
    </>
  );
}

/** More lines than this nobody reads here; all of them were computed again. */
const mostRows = 500;

/** The flaw in the words of a language. */
export function flawInWords(flaw: BundleFlaw, t: TFunction<"verify">): string {
  const emptyFlaw = { at: "", said: "", key: "", found: "" };
  if (flaw.type === "wrong-shape") {
    const { at, said, member = "" } = flaw;
    return t("flaw.wrong-shape", { ...emptyFlaw, at, said: t(`shape.${said}`, { member }) });
  }
  if (flaw.type === "wrong-inputs") {
    const { at, said, mark = "", limit = "" } = flaw;
    return t("flaw.wrong-inputs", { ...emptyFlaw, at, said: t(`input.${said}`, { mark, limit }) });
  }
  if (flaw.type === "other-standings") {
    const { at, found, said } = flaw;
    return t("flaw.other-standings", { ...emptyFlaw, at, found: found ?? t("nothing"), said: said ?? t("nothing") });
  }
  return t(`flaw.${flaw.type}`, { ...emptyFlaw, ...flaw });
}

function useFlaw(): (flaw: BundleFlaw) => string {
  const { t } = useTranslation("verify");
  return (flaw) => flawInWords(flaw, t);
}

const fetchVerifier = () => import("~/rules/releases/verify-bundle.ts");

const mostBytes = 200 * 1024 * 1024;

/** The page verifies in the visitor's browser; of the server it needs the public key alone. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { t } = i18nFor(context.locale);
  const { bundleKey, baseUrl } = context.settings;
  const shared = {
    baseUrl,
    path: "/verify",
    title: `${t("verify:title")} · ${t("ui:product")}`,
    description: t("verify:lead"),
  };
  // Its scripts bear the nonce of one answer: the page is not kept for the next visitor
  return { shared, key: bundleKey === null ? null : publicKeyOf(bundleKey) };
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

type State =
  | { type: "none" | "checking" | "no-file" | "too-large" | "failed" }
  | { type: "checked"; verified: Verified };

export default function Verify(): ReactNode {
  const { t } = useTranslation("verify");
  const { key } = useLoaderData<typeof loader>();
  const hydrated = useHydrated();
  const [file, setFile] = useState<File | null>(null);
  const [state, setState] = useState<State>({ type: "none" });
  // From then on the page needs no network
  useEffect(() => void fetchVerifier().catch(() => {}), []);
  const check = async () => {
    if (!file) return setState({ type: "no-file" });
    if (file.size > mostBytes) return setState({ type: "too-large" });
    setState({ type: "checking" });
    try {
      const [{ verifyBundle }, bytes] = await Promise.all([fetchVerifier(), file.arrayBuffer()]);
      setState({ type: "checked", verified: verifyBundle(new Uint8Array(bytes)) });
    } catch {
      setState({ type: "failed" });
    }
  };
  const wrong = state.type === "no-file" || state.type === "too-large";
  return (
    <div className="grid gap-6">
      <PageHeader kind="public" title={t("title")} lead={t("lead")} />
      <Card>
        <div className="grid gap-4">
          {hydrated ? (
            <form
              className="grid justify-items-start gap-3"
              onSubmit={(event) => {
                event.preventDefault();
                void check();
              }}
            >
              <TextField
                type="file"
                name="file"
                label={t("file")}
                hint={t("fileHint")}
                error={wrong ? t(state.type === "no-file" ? "noFile" : "tooLarge") : undefined}
                accept=".json,application/json"
                onChange={(event) => {
                  setFile(event.currentTarget.files?.[0] ?? null);
                  setState({ type: "none" });
                }}
              />
              <Button kind="primary" pending={state.type === "checking"}>
                {t("check")}
              </Button>
            </form>
          ) : (
            <div className="grid gap-2">
              <p>{t("noScript")}</p>
              <VerifyCommand />
            </div>
          )}
          <p role="status" className="empty:hidden">
            {state.type === "checking" ? t("checking") : null}
          </p>
        </div>
      </Card>
      {state.type === "failed" ? (
        <Callout kind="danger" live title={t("failed")}>
          <p>{t("failedMend")}</p>
          <VerifyCommand />
        </Callout>
      ) : null}
      {state.type === "checked" ? <VerifiedBundle verified={state.verified} ours={key} /> : null}
      <Card title={t("key.title")}>
        {key ? (
          <div className="grid gap-2">
            <Digest value={key} label={t("key.title")} />
            <p className="max-w-prose text-sm text-ink-soft">{t("key.hint")}</p>
          </div>
        ) : (
          <p>{t("key.none")}</p>
        )}
      </Card>
    </div>
  );
}

function VerifyCommand(): ReactNode {
  return <code className="block break-words text-sm">npm run --silent contest -- verify FILE</code>;
}
