import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { classes } from "~/ui/classes.ts";
import { useHydrated } from "~/ui/hydrated.ts";
import { Icon } from "~/ui/icon.tsx";
import type { Outbox } from "./outbox.ts";
import { useLife } from "./use-life.ts";
import { keeperOf } from "./use-outbox.ts";

interface Props {
  judge: string;
  round: string;
  outbox: Outbox;
  className?: string;
}

/** How many sheets are not with the server yet, and whether it can be reached; always in sight. The tablet's sign of life goes with it. */
export function OutboxStatus({ judge, round, outbox, className }: Props): ReactNode {
  const { t } = useTranslation("tablet");
  const hydrated = useHydrated();
  useLife(round, outbox, () => keeperOf(judge).signedOut());
  if (!hydrated || !outbox.read) return null;
  const { unsent, line, sending } = outbox;
  const words = [
    line === "down" ? t("line.offline") : null,
    unsent === 0 ? t("line.allSent") : t("line.unsent", { count: unsent }),
  ];
  const icon = line === "down" ? "slash" : unsent === 0 ? "check" : sending === null ? "clock" : "up";
  return (
    <p
      role="status"
      title={unsent > 0 && outbox.durable ? t("line.hint") : undefined}
      className={classes(
        "inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded px-2.5 text-sm font-semibold whitespace-nowrap",
        unsent > 0 || line === "down" ? "bg-warn-soft text-warn" : "bg-ok-soft text-ok",
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
  if (outbox.durable || outbox.unsent === 0) return null;
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
