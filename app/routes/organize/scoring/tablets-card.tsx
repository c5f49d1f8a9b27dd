import { Link, useFetcher } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TabletsPart } from "~/reads/scoring/table-view.ts";
import { isSilent } from "~/rules/scoring/heartbeat.ts";
import type { ScoreCell } from "~/rules/scoring/score-table.ts";
import type { QrCode } from "~/services/http/qr-code.ts";
import type { TabletsPicture } from "~/services/live/stage-picture.ts";
import { Badge } from "~/ui/badge.tsx";
import { SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { formatTime } from "~/ui/format/date-time.ts";
import { Icon, type IconName } from "~/ui/icon.tsx";
import { QrPicture } from "~/ui/qr-code.tsx";
import type { LiveTablets } from "./use-live-table.ts";

/** What the forms of the card get back. */
export interface TabletsAnswer {
  issued?: { judge: string; code: [string, string]; expiresAt: string; address: string; qr: QrCode };
  error?: { type: string };
}

type Seat = TabletsPicture[number];
type Tablet = Seat["tablets"][number];

interface CardProps {
  part: Omit<TabletsPart, "seats" | "at">;
  live: LiveTablets;
  answer?: TabletsAnswer;
}

/** Every judge's tablet: when it was heard of, what it has not sent, battery and version, live; codes for pairing, and the end of a session. */
export function TabletsCard({ part, live, answer }: CardProps): ReactNode {
  const { t } = useTranslation("tablet");
  const { round, keeps } = part;
  const to = `/organize/rounds/${round.slug}/tablets`;
  const { seats, nowMs } = live;
  const pairing = useFetcher<TabletsAnswer>();
  const issued = (pairing.data ?? answer)?.issued;
  return (
    <Card title={t("card.title")}>
      <p className="text-ink-soft">{t("card.lead")}</p>
      {issued ? <IssuedCode issued={issued} seats={seats} timeZone={round.timeZone} /> : null}
      <ul className="mt-3 grid">
        {seats.map((seat) => (
          <li key={seat.key} className="grid gap-x-6 gap-y-2 border-line border-t py-3 md:grid-cols-[12rem_1fr_auto]">
            <p>
              <span className="text-ink-soft">{seat.key}</span> <span className="font-semibold">{seat.name}</span>
            </p>
            <ul className="grid content-start gap-2">
              {seat.tablets.length === 0 ? <li className="text-ink-soft">{t("card.none")}</li> : null}
              {seat.tablets.map((tablet) => (
                <li key={tablet.id}>
                  <TabletLine tablet={tablet} seat={seat} nowMs={nowMs} to={to} keeps={keeps} />
                </li>
              ))}
            </ul>
            {keeps ? (
              <pairing.Form method="post" action={to}>
                <input type="hidden" name="judge" value={seat.key} />
                <SubmitButton size="row" intent="issue" aria-label={t("card.issueFor", { judge: seat.name })}>
                  {t("card.issue")}
                </SubmitButton>
              </pairing.Form>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The code, for as long as the page shows it: large enough to be read over a table. */
function IssuedCode({
  issued,
  seats,
  timeZone,
}: {
  issued: NonNullable<TabletsAnswer["issued"]>;
  seats: Seat[];
  timeZone: string;
}): ReactNode {
  const { t } = useTranslation("tablet");
  const judge = seats.find(({ key }) => key === issued.judge)?.name ?? issued.judge;
  return (
    <section
      role="status"
      className="mt-3 flex flex-wrap items-center gap-6 rounded border border-act border-s-4 bg-surface p-4"
    >
      <QrPicture {...issued.qr} label={t("card.qr")} className="size-44" />
      <div className="grid gap-1">
        <p className="font-semibold">{t("card.code", { judge })}</p>
        <p className="font-mono text-4xl tracking-widest">
          {issued.code.map((half) => (
            <span key={half} className="me-4">
              {half}
            </span>
          ))}
        </p>{" "}
        <p className="max-w-prose text-ink-soft">
          {t("card.codeMend", { time: formatTime(issued.expiresAt, timeZone), address: issued.address })}
        </p>
      </div>
    </section>
  );
}

interface LineProps {
  tablet: Tablet;
  seat: Seat;
  nowMs: number;
  to: string;
  keeps: boolean;
}

function TabletLine({ tablet, seat, nowMs, to, keeps }: LineProps): ReactNode {
  const { t } = useTranslation("tablet");
  const current = useCurrentVersion();
  const { unsent, batteryPercent, charging, offlineReady, appVersion, means, seenAt } = tablet;
  const silent = seenAt !== null && isSilent(Date.parse(seenAt), nowMs);
  const other = appVersion !== null && current !== null && appVersion !== current;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
      <span>{means === "account" ? `${tablet.name} (${t("card.own")})` : tablet.name}</span>
      <Life seenAt={tablet.seenAt} nowMs={nowMs} />
      {unsent === null ? null : <Unsent count={unsent} silent={silent} />}
      {batteryPercent === null ? null : (
        <span className={batteryPercent <= 20 && !charging ? "font-semibold text-warn" : "text-ink-soft"}>
          {t("card.battery")} {batteryPercent}%{charging ? ` (${t("card.charging")})` : ""}
        </span>
      )}
      {offlineReady === null ? null : (
        <span className={offlineReady ? "text-ink-soft" : "font-semibold text-warn"}>
          {t(offlineReady ? "card.offlineReady" : "card.notOfflineReady")}
        </span>
      )}
      {appVersion === null ? null : (
        <span className={other ? "text-warn" : "text-ink-soft"} title={other ? t("card.otherVersion") : undefined}>
          {t("card.version")} {appVersion}
        </span>
      )}
      {keeps && means === "paired" ? <RevokeForm tablet={tablet} seat={seat} to={to} /> : null}
    </div>
  );
}

function RevokeForm({ tablet, seat, to }: Pick<LineProps, "tablet" | "seat" | "to">): ReactNode {
  const { t } = useTranslation("tablet");
  const fetcher = useFetcher();
  return (
    <details className="open:w-full">
      <summary
        aria-label={t("card.revokeFor", { judge: seat.name, name: tablet.name })}
        className="inline-flex min-h-9 items-center px-2 text-danger text-sm"
      >
        {t("card.revoke")}
      </summary>
      <fetcher.Form method="post" action={to} className="mt-2 grid gap-2 rounded border-danger border-s-4 ps-3">
        <input type="hidden" name="tablet" value={tablet.id} />
        <p className="max-w-prose">{t("card.revokeMend")}</p>
        <div>
          <SubmitButton size="row" kind="danger" intent="revoke">
            {t("card.confirm")}
          </SubmitButton>
        </div>
      </fetcher.Form>
    </details>
  );
}

/** What the tablet said last of what it has not sent: nothing that is sure any more, once it is silent. */
function Unsent({ count, silent }: { count: number; silent: boolean }): ReactNode {
  const { t } = useTranslation("tablet");
  const state = count === 0 ? t("line.allSent") : t("line.unsent", { count });
  if (silent && count === 0) return <Badge icon="clock">{t("card.lastSaid", { state })}</Badge>;
  return (
    <Badge tone={count === 0 ? "ok" : "warn"} icon={count === 0 ? "check" : "clock"}>
      {silent ? t("card.lastSaid", { state }) : state}
    </Badge>
  );
}

function Life({ seenAt, nowMs }: { seenAt: string | null; nowMs: number }): ReactNode {
  const { t } = useTranslation("tablet");
  if (seenAt === null) return <Badge icon="empty">{t("card.never")}</Badge>;
  const silentMs = nowMs - Date.parse(seenAt);
  if (!isSilent(Date.parse(seenAt), nowMs))
    return (
      <Badge tone="ok" icon="live">
        {t("card.online")}
      </Badge>
    );
  const seconds = Math.floor(silentMs / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return (
    <Badge tone="warn" icon="slash">
      {t("card.offline", { time })}
    </Badge>
  );
}

/** The version of the page that shows the card: what a tablet should have too. */
function useCurrentVersion(): string | null {
  return useHydrated() ? (window.__remixManifest?.version ?? null) : null;
}

interface Props {
  cell: ScoreCell;
  /** Where the sheet stands at the desk, and how it is named there. */
  to: string;
  name: string;
  /** The entry does not appear: nothing is waited for. */
  out: boolean;
  showZ: boolean;
}

/** How far one judge is with one entry, by shape and word, and the way to that sheet. */
export function SheetCell({ cell, to, name, out, showZ }: Props): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { word, icon, look } = lookOf(cell, out);
  return (
    <Link
      to={to}
      prefetch="none"
      className="inline-flex min-h-6 items-center gap-1 whitespace-nowrap rounded px-1 text-ink no-underline hover:bg-structure-soft hover:underline"
    >
      <span className="sr-only">{name}: </span>
      {cell.total === null ? (
        <span className={classes("inline-flex items-center gap-1 text-sm", look)}>
          <Icon name={icon} />
          {t(`cell.${word}`)}
        </span>
      ) : (
        <Total cell={cell} total={cell.total} showZ={showZ} />
      )}
    </Link>
  );
}

type Word = "none" | "draft" | "recused" | "late" | "reopened" | "photographed" | "entered" | "out" | "paper";

/** What matters most of a sheet that is not handed in. */
function lookOf(cell: ScoreCell, out: boolean): { word: Word; icon: IconName; look: string } {
  if (cell.state === "recused") return { word: "recused", icon: "slash", look: "text-ink-soft" };
  if (cell.paper === "entered") return { word: "entered", icon: "file", look: "font-semibold text-warn" };
  if (cell.paper === "photographed") return { word: "photographed", icon: "file", look: "font-semibold text-warn" };
  if (cell.late) return { word: "late", icon: "clock", look: "font-semibold text-danger" };
  if (cell.reopening === "confirmed") return { word: "reopened", icon: "pen", look: "font-semibold text-warn" };
  if (cell.state === "draft") return { word: "draft", icon: "half", look: "text-structure" };
  if (out) return { word: "out", icon: "slash", look: "text-ink-soft" };
  return { word: "none", icon: "empty", look: "text-ink-soft" };
}

function Total({ cell, total, showZ }: { cell: ScoreCell; total: string; showZ: boolean }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { paper, reopening, check, z, standsOut } = cell;
  return (
    <>
      {paper === "checked" ? <Sign icon="file" word={t("cell.paper")} tone="text-ink-soft" /> : null}
      {reopening === "asked" ? <Sign icon="pen" word={t("cell.askedReopening")} tone="text-warn" /> : null}
      {check === "asked" ? <Sign icon="eye" word={t("cell.askedCheck")} tone="text-ink-soft" /> : null}
      {check === "mend" ? <Sign icon="warn" word={t("cell.mend")} tone="text-warn" /> : null}
      {z !== null && (standsOut || showZ) ? (
        <span
          title={t(z > 0 ? "cell.above" : "cell.below", { z: Math.abs(z).toFixed(1) })}
          className={standsOut ? "font-semibold text-warn" : "text-ink-soft"}
        >
          {standsOut ? `${z > 0 ? "▲" : "▼"}${Math.abs(z).toFixed(1)}` : signed(z)}
        </span>
      ) : null}
      <strong className="font-semibold">{total}</strong>
    </>
  );
}

/** With its sign, except for what rounds to nothing. */
function signed(z: number): string {
  const size = Math.abs(z).toFixed(1);
  return size === "0.0" ? size : `${z > 0 ? "+" : "−"}${size}`;
}

function Sign({ icon, word, tone }: { icon: IconName; word: string; tone: string }): ReactNode {
  return (
    <span title={word} className={classes("inline-flex", tone)}>
      <Icon name={icon} />
      <span className="sr-only">{word} </span>
    </span>
  );
}
