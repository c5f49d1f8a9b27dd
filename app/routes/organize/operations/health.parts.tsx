import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { homeZone } from "~/primitives/home-zone.ts";
import type { ShownCheck, ShownProcess, ShownSeat } from "~/reads/operations/health-view.ts";
import type { HealthLevel } from "~/rules/operations/health.ts";
import { figuresOf } from "~/rules/operations/health-figures.ts";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import type { IconName } from "~/ui/icon.tsx";
import type { Tone } from "~/ui/states.ts";

const looks: Record<HealthLevel | "idle", [Tone, IconName]> = {
  well: ["ok", "check"],
  eye: ["warn", "warn"],
  bad: ["danger", "stop"],
  idle: ["neutral", "empty"],
};

/** How it stands, what it is, and what is said of it: one below the other where there is no room. */
const row =
  "grid grid-cols-[auto_1fr] items-start gap-x-4 gap-y-1 border-line border-t py-3 first:border-t-0 md:grid-cols-[8rem_12rem_1fr]";

/** Each thing of the machine with what is to be done when it is not well. */
export function MachineCard({ checks }: { checks: ShownCheck[] }): ReactNode {
  const { t } = useTranslation("health");
  return (
    <Card title={t("machine")}>
      <ul className="grid">
        {checks.map(({ thing, level, said }) => (
          <li key={thing} className={row}>
            <Look level={level}>{t(`level.${level}`)}</Look>
            <span className="font-semibold">{t(`thing.${thing}`)}</span>
            <div className="col-span-2 grid gap-1 md:col-span-1">
              <p className="tabular-nums">
                {t(
                  `said.${said.key}`,
                  figuresOf(said, (unit, number) => t(`span.${unit}`, { number })),
                )}
              </p>
              {level === "well" ? null : <p className="max-w-prose font-medium">{t(`mend.${thing}`)}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Look({ level, children }: { level: HealthLevel | "idle"; children: ReactNode }): ReactNode {
  const [tone, icon] = looks[level];
  return (
    <span>
      <Badge tone={tone} icon={icon}>
        {children}
      </Badge>
    </span>
  );
}

/** The judges' seats: who is there, and what to do about who is not. */
export function SeatsCard({ seats, slug, manages }: { seats: ShownSeat[]; slug: string; manages: boolean }): ReactNode {
  const { t } = useTranslation("health");
  const idle = seats.length > 0 && seats.every(({ level }) => level === "idle");
  return (
    <Card title={t("tablets.title")}>
      <p className="text-ink-soft">{t(idle ? "tablets.idle" : "tablets.lead")}</p>
      {seats.length === 0 ? <EmptyState title={t("tablets.none")}>{t("tablets.noneMend")}</EmptyState> : null}
      <ul className="mt-3 grid">
        {seats.map((seat) => (
          <li key={seat.key} className={row}>
            <Look level={seat.level}>{t(`tablets.word.${seat.state}`)}</Look>
            <span>
              <span className="text-ink-soft">{seat.key}</span> <span className="font-semibold">{seat.name}</span>
            </span>
            <div className="col-span-2 grid gap-1 md:col-span-1">
              {seat.seconds === null ? null : (
                <p className="tabular-nums">
                  {t("tablets.seen", { seconds: seat.seconds })}
                  {seat.unsent === null ? null : t("tablets.unsent", { number: seat.unsent })}
                </p>
              )}
              {seat.state === "online" || seat.level === "idle" ? null : (
                <p className="max-w-prose">{t(`tablets.mend.${seat.state}`)}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {manages ? (
        <div className="mt-3">
          <LinkButton to={`/organize/rounds/${slug}/tablets`}>{t("tablets.manage")}</LinkButton>
        </div>
      ) : null}
    </Card>
  );
}

/** Every serving process, of this machine or another. */
export function ProcessesCard({ processes, ofRound }: { processes: ShownProcess[]; ofRound: boolean }): ReactNode {
  const { t } = useTranslation("health");
  const columns: Column<ShownProcess>[] = [
    { key: "name", header: t("process"), rowHeader: true, cell: ({ name }) => name },
    { key: "seen", header: t("seen"), cell: ({ seconds }) => t("ago", { seconds }) },
    { key: "viewers", header: t("viewers"), numeric: true, cell: (process) => process.viewers },
    ...(ofRound
      ? [{ key: "round", header: t("ofRound"), numeric: true, cell: (process: ShownProcess) => process.ofRound }]
      : []),
    { key: "lag", header: t("lag"), numeric: true, cell: ({ lagMs: ms }) => t("milliseconds", { ms }) },
    { key: "answer", header: t("answer"), numeric: true, cell: ({ databaseMs: ms }) => t("milliseconds", { ms }) },
  ];
  return (
    <Card title={t("processes")}>
      <DataTable
        label={t("processes")}
        columns={columns}
        rows={processes}
        rowKey={({ name }) => name}
        empty={<EmptyState title={t("noProcess")}>{t("noProcessMend")}</EmptyState>}
      />
    </Card>
  );
}

/** A time of day to the second, so that one sees the page move. */
export function ClockTime({ at, timeZone = homeZone }: { at: Date | string; timeZone?: string }): ReactNode {
  const instant = new Date(at);
  const text = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(instant);
  return (
    <time dateTime={instant.toISOString()} className="tabular-nums">
      {text}
    </time>
  );
}
