import { Form, Link } from "@remix-run/react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { textOf } from "~/forms/fields.ts";
import { IdempotencyKey } from "~/forms/form.tsx";
import { heartbeatMs } from "~/rules/scoring/heartbeat.ts";
import { LinkButton, SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { classes } from "~/ui/classes.ts";
import { TextAreaField } from "~/ui/field/field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { useHeldSubmit } from "~/ui/site-frame.tsx";
import { type Outbox, outboxOf, useOutbox } from "./outbox.ts";
import { seenSheet } from "./score-sheet.tsx";
import { useSeatWords } from "./seat.tsx";
import type { SheetView } from "./sheet-view.server.ts";
import type { SheetAnswer } from "./sheet-words.ts";
import { isOfflineReady } from "./worker.ts";

const soonMs = 1_000;

interface Battery {
  level: number;
  charging: boolean;
}

/**
 * Says every few seconds that this tablet lives, and soon after the count of what it has not sent has changed: with its
 * battery, where the browser tells, the version of the page, and whether it works without a network. Calls `signedOut` when the server does not know the judge.
 */
function useHeartbeat(round: string, { unsent, read }: Pick<Outbox, "unsent" | "read">, signedOut: () => void): void {
  const now = useRef({ unsent, signedOut });
  now.current = { unsent, signedOut };
  useEffect(() => {
    if (!read) return;
    let over = false;
    askForBattery();
    const beat = async () => {
      const status = await post(round, now.current.unsent);
      if (status === 401 && !over) now.current.signedOut();
    };
    const timer = setInterval(() => void beat(), heartbeatMs);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [round, read]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a beat for each new count
  useEffect(() => {
    if (!read) return;
    const timer = setTimeout(() => void post(round, now.current.unsent), soonMs);
    return () => clearTimeout(timer);
  }, [round, read, unsent]);
}

/** The status of the answer; null when there was none. */
async function post(round: string, unsent: number): Promise<number | null> {
  const body = new URLSearchParams();
  body.set("unsent", String(unsent));
  body.set("version", window.__remixManifest?.version ?? "");
  if (battery) {
    body.set("battery", String(Math.round(battery.level * 100)));
    body.set("charging", String(battery.charging));
  }
  const offlineReady = await isOfflineReady();
  if (offlineReady !== null) body.set("offlineReady", String(offlineReady));
  try {
    const signal = AbortSignal.timeout(2 * heartbeatMs);
    return (await fetch(`/judge/${encodeURIComponent(round)}/beat`, { method: "POST", body, signal })).status;
  } catch {
    return null;
  }
}

/** As the browser shows it, which keeps it up to date; null until it has answered, if it ever does. */
let battery: Battery | null = null;
let batteryRequested = false;

/** Only some browsers tell, and one that means to may never answer: no heartbeat waits for it. */
function askForBattery(): void {
  if (batteryRequested) return;
  batteryRequested = true;
  const { getBattery } = navigator as Navigator & { getBattery?: () => Promise<Battery> };
  getBattery?.call(navigator).then(
    (reported) => {
      battery = reported;
    },
    () => {},
  );
}

interface OutboxStatusProps {
  judge: string;
  round: string;
  outbox: Outbox;
  className?: string;
}

/** How many sheets are not with the server yet, and whether it can be reached; always in sight. The tablet's heartbeat goes with it. */
export function OutboxStatus({ judge, round, outbox, className }: OutboxStatusProps): ReactNode {
  const { t } = useTranslation("tablet");
  const hydrated = useHydrated();
  useHeartbeat(round, outbox, () => outboxOf(judge).signedOut());
  if (!hydrated || !outbox.read) return null;
  const { unsent, awaiting, line, sending } = outbox;
  const done = unsent === 0 && awaiting === 0;
  const words = [
    line === "down" ? t("line.offline") : null,
    unsent > 0 ? t("line.unsent", { count: unsent }) : null,
    awaiting > 0 ? t("line.awaiting", { count: awaiting }) : null,
    done ? t("line.allSent") : null,
  ];
  const icon = line === "down" ? "slash" : done ? "check" : sending === null ? "clock" : "up";
  return (
    <p
      role="status"
      title={unsent > 0 && outbox.durable ? t("line.hint") : undefined}
      className={classes(
        "inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded px-2.5 text-sm font-semibold whitespace-nowrap",
        !done || line === "down" ? "bg-warn-soft text-warn" : "bg-ok-soft text-ok",
        className,
      )}
    >
      <Icon name={icon} />
      {words.filter(Boolean).join(" · ")}
    </p>
  );
}

/** What is written here would go with the page: said as long as something is not with the server. */
export function PassingNotice({ outbox }: { outbox: Outbox }): ReactNode {
  const { t } = useTranslation("tablet");
  if (outbox.durable || outbox.unsent + outbox.awaiting === 0) return null;
  return (
    <Callout kind="danger" live title={t("passing.title")}>
      {t("passing.mend")}
    </Callout>
  );
}

/** The session has ended: nothing is lost, and the two ways on. Nothing while the judge is known. */
export function SignedOutNotice({ outbox, here }: { outbox: Outbox; here: string }): ReactNode {
  const { t } = useTranslation("tablet");
  if (outbox.line !== "signed-out") return null;
  return (
    <Callout
      kind="warn"
      live
      title={t("signedOut.title")}
      action={
        <>
          <LinkButton to="/pair" reloadDocument>
            {t("signedOut.pair")}
          </LinkButton>
          <LinkButton to={`/sign-in?returnTo=${encodeURIComponent(here)}`} reloadDocument>
            {t("signedOut.signIn")}
          </LinkButton>
        </>
      }
    >
      {t("signedOut.mend")}
    </Callout>
  );
}

interface RecuseFormProps {
  view: SheetView & { idempotencyKey: string };
  answer: SheetAnswer | null;
}

/** Stepping back from the project, with its reason; opens below the bar, over the sheet. */
function RecuseForm({ view, answer }: RecuseFormProps): ReactNode {
  const { t } = useTranslation(["judge", "errors"]);
  const { error } = answer ?? {};
  const [blank, setBlank] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const hydrated = useHydrated();
  useHeldSubmit(form);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = textOf(new FormData(event.currentTarget), "reason").trim();
    setBlank(reason === "");
    // By way of the device's queue, which works without the network
    if (reason !== "") void outboxOf(view.judge).stepBack(seenSheet(view), reason);
  };
  const wrong =
    blank || error?.type === "invalid-input" ? t("errors:field.reason") : error && t(`errors:${error.type}.title`);
  return (
    <details className="shrink-0" open={Boolean(answer)}>
      <summary className="flex min-h-12 items-center gap-2 rounded px-3 hover:bg-bar-line">
        <Icon name="slash" />
        {t("recuse.open")}
      </summary>
      <div className="absolute inset-x-3 top-full flex justify-end text-ink">
        <Form
          ref={form}
          method="post"
          noValidate
          data-waits-for-script={hydrated ? undefined : ""}
          onSubmit={send}
          className="grid w-full max-w-140 gap-4 rounded border border-line-strong bg-surface p-5 shadow"
        >
          <IdempotencyKey value={view.idempotencyKey} />
          <h2 className="text-xl">{t("recuse.title")}</h2>
          <p>{t("recuse.consequence")}</p>
          {view.normalises ? <p className="font-medium">{t("recuse.movesOthers")}</p> : null}
          <TextAreaField
            name="reason"
            label={t("recuse.reason")}
            hint={t("recuse.reasonHint")}
            error={wrong}
            defaultValue={answer?.reason}
            rows={3}
            max={500}
            required
          />
          <SubmitButton kind="danger" size="hall" intent="recuse">
            {t("recuse.confirm")}
          </SubmitButton>
        </Form>
      </div>
    </details>
  );
}

interface SheetBarProps {
  view: SheetView & { idempotencyKey: string };
  recusable: boolean;
  answer: SheetAnswer | null;
  /** What is on stage, where it is another project. */
  onStage?: { key: string; number: string };
}

/** Who is on stage, how far the judge has come, the way back, and the way out of a conflict. */
export function SheetBar({ view, recusable, answer, onStage }: SheetBarProps): ReactNode {
  const { t } = useTranslation(["judge", "tablet"]);
  const { entry, round, progress } = view;
  const outbox = useOutbox(view.judge);
  const under = [entry.group, useSeatWords()(view.seat)].filter((each) => each !== "").join(" · ");
  return (
    <header className="on-bar no-print sticky top-[var(--page-top,0rem)] z-4 flex flex-wrap items-center gap-x-3 gap-y-1 bg-bar px-3 py-2 sm:flex-nowrap">
      <Link
        to={`/judge/${round.slug}`}
        aria-label={t("sheet.back")}
        className="flex size-12 shrink-0 items-center justify-center rounded text-2xl hover:bg-bar-line"
      >
        <Icon name="left" />
      </Link>
      <span className="shrink-0 text-3xl font-semibold" aria-hidden="true">
        {entry.number}
      </span>
      <div className="min-w-0 flex-1 basis-40 sm:basis-0">
        <h1 className="line-clamp-2 text-lg leading-6 sm:text-xl">
          <span className="sr-only">{t("round.number", { number: entry.number })} </span>
          {entry.title}
        </h1>
        {under ? <p className="text-sm leading-5 text-on-bar-soft">{under}</p> : null}
      </div>
      {onStage ? (
        <Link
          to={`/judge/${round.slug}/${onStage.key}`}
          className="flex min-h-12 shrink-0 items-center gap-2 rounded border border-bar-line px-3 hover:bg-bar-line"
        >
          <Icon name="live" />
          {t("tablet:stage.go", { number: onStage.number })}
        </Link>
      ) : null}
      <div className="grid shrink-0 justify-items-end gap-0.5">
        <p className="text-sm text-on-bar-soft">{t("sheet.progress", progress)}</p>
        <OutboxStatus judge={view.judge} round={round.slug} outbox={outbox} />
      </div>
      {recusable ? (
        <RecuseForm key={entry.key} view={view} answer={answer?.intent === "recuse" ? answer : null} />
      ) : null}
    </header>
  );
}
