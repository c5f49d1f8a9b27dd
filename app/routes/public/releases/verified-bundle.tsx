import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Bundle, BundleFlaw } from "~/rules/releases/bundle.ts";
import type { Verified } from "~/rules/releases/verify-bundle.ts";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { Digest } from "~/ui/digest.tsx";
import { formatDate, formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/use-locale.ts";

/** What came of a bundle's verification; `ours` is the key that this site signs with. */
export function VerifiedBundle({ verified, ours }: { verified: Verified; ours: string | null }): ReactNode {
  const { t } = useTranslation("verify");
  const say = useFlaw();
  if (!verified.ok)
    return (
      <Callout kind="danger" live title={t("flawed")}>
        <p className="break-words">{say(verified.flaw)}</p>
      </Callout>
    );
  const key = verified.bundle.signature.publicKey;
  return (
    <>
      <Callout kind={key === ours ? "ok" : "warn"} live title={t("ok.title")}>
        <p className="break-all">{key === ours ? t("ok.ours") : t("ok.foreign", { key })}</p>
      </Callout>
      <Held bundle={verified.bundle} />
    </>
  );
}

function Held({ bundle: { statement } }: { bundle: Bundle }): ReactNode {
  const { t } = useTranslation("verify");
  const locale = useLocale();
  const { release, inputs, round, edition, result, audit } = statement;
  const hand = ({ name, at }: typeof release.proposed) =>
    t("held.hand", { name, at: formatDateTime(new Date(at), locale) });
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
          { key: "title", header: t("entry"), rowHeader: true, cell: ({ entry, title }) => `${entry} ${title}` },
          { key: "total", header: t("total"), numeric: true, cell: ({ total }) => total ?? "–" },
        ]}
      />
    </>
  );
}

/** More lines than this nobody reads here; all of them were computed anew. */
const mostRows = 500;

/** The flaw in the words of a language. */
export function flawInWords(flaw: BundleFlaw, t: TFunction<"verify">): string {
  const told = { at: "", said: "", key: "", found: "" };
  if (flaw.type === "wrong-shape") {
    const { at, said, member = "" } = flaw;
    return t("flaw.wrong-shape", { ...told, at, said: t(`shape.${said}`, { member }) });
  }
  if (flaw.type === "wrong-inputs") {
    const { at, said, mark = "", limit = "" } = flaw;
    return t("flaw.wrong-inputs", { ...told, at, said: t(`input.${said}`, { mark, limit }) });
  }
  if (flaw.type === "other-standings") {
    const { at, found, said } = flaw;
    return t("flaw.other-standings", { ...told, at, found: found ?? t("nothing"), said: said ?? t("nothing") });
  }
  return t(`flaw.${flaw.type}`, { ...told, ...flaw });
}

function useFlaw(): (flaw: BundleFlaw) => string {
  const { t } = useTranslation("verify");
  return (flaw) => flawInWords(flaw, t);
}
