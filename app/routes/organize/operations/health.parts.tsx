import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { homeZone } from "~/primitives/home-zone.ts";
import type { ShownCheck, ShownProcess, ShownSeat } from "~/reads/operations/health-view.ts";
import type { HealthLevel } from "~/rules/operations/health.ts";
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

/** Each thing of the machine with what is to be done when it is not well. */
export function MachineCard({ checks }: { checks: ShownCheck[] }): ReactNode {
  const { t } = useTranslation("health");
  return (
    <Card title={t("machine")}>
      <ul className="grid">
        {checks.map(({ thing, level, said }) => (
          <li
            key={thing}
            className="grid gap-x-6 gap-y-1 border-line border-t py-3 first:border-t-0 first:pt-0 md:grid-cols-[8rem_12rem_1fr]"
          >
            <Level level={level} />
            <span className="font-semibold">{t(`thing.${thing}`)}</span>
            <div className="grid gap-1">
              <p className="tabular-nums">{t(`said.${said.key}`, said.figures)}</p>
              {level === "well" ? null : <p className="max-w-prose font-medium">{t(`mend.${thing}`)}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Level({ level }: { level: HealthLevel | "idle" }): ReactNode {
  const { t } = useTranslation("health");
  const [tone, icon] = looks[level];
  return (
    <span>
      <Badge tone={tone} icon={icon}>
        {t(`level.${level}`)}
      </Badge>
    </span>
  );
}

/** The judges' seats: who is there, and what to do about who is not. */
export function SeatsCard({ seats, slug, manages }: { seats: ShownSeat[]; slug: string; manages: boolean }): ReactNode {
  const { t } = useTranslation("health");
  const columns: Column<ShownSeat>[] = [
    {
      key: "judge",
      header: t("tablets.judge"),
      rowHeader: true,
      cell: ({ key, name }) => (
        <>
          <span className="text-ink-soft">{key}</span> {name}
        </>
      ),
    },
    {
      key: "state",
      header: t("tablets.state"),
      cell: ({ state, level }) => {
        const [tone, icon] = looks[level];
        return (
          <div className="grid gap-1">
            <span>
              <Badge tone={tone} icon={icon}>
                {t(`tablets.word.${state}`)}
              </Badge>
            </span>
            {state === "online" || level === "idle" ? null : (
              <span className="max-w-prose">{t(`tablets.mend.${state}`)}</span>
            )}
          </div>
        );
      },
    },
    {
      key: "seen",
      header: t("tablets.seen"),
      narrow: true,
      cell: ({ seconds }) => <Ago seconds={seconds} />,
    },
    {
      key: "unsent",
      header: t("tablets.unsent"),
      numeric: true,
      narrow: true,
      cell: ({ unsent }) => unsent ?? <span className="text-ink-soft">{t("tablets.unknown")}</span>,
    },
  ];
  const idle = seats.length > 0 && seats.every(({ level }) => level === "idle");
  return (
    <Card title={t("tablets.title")}>
      <div className="grid gap-3">
        <p className="text-ink-soft">{t(idle ? "tablets.idle" : "tablets.lead")}</p>
        <DataTable
          label={t("tablets.title")}
          columns={columns}
          rows={seats}
          rowKey={({ key }) => key}
          empty={<EmptyState title={t("tablets.none")}>{t("tablets.noneMend")}</EmptyState>}
        />
        {manages ? (
          <div>
            <LinkButton to={`/organize/rounds/${slug}/tablets`}>{t("tablets.manage")}</LinkButton>
          </div>
        ) : null}
      </div>
    </Card>
  );
}

/** Every serving process, of this machine or another. */
export function ProcessesCard({ processes, ofRound }: { processes: ShownProcess[]; ofRound: boolean }): ReactNode {
  const { t } = useTranslation("health");
  const columns: Column<ShownProcess>[] = [
    { key: "name", header: t("process"), rowHeader: true, cell: ({ name }) => name },
    { key: "seen", header: t("seen"), cell: ({ seconds }) => <Ago seconds={seconds} /> },
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

function Ago({ seconds }: { seconds: number | null }): ReactNode {
  const { t } = useTranslation("health");
  if (seconds === null) return <span className="text-ink-soft">{t("tablets.word.never")}</span>;
  return <span className="whitespace-nowrap tabular-nums">{t("ago", { seconds })}</span>;
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
