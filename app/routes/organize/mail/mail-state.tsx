import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import type { State } from "~/ui/states.ts";

const tones = {
  sent: "neutral",
  delivered: "ok",
  delayed: "warn",
  bounced: "danger",
  complained: "danger",
  failed: "danger",
} as const;

/** Where a mail is: its state with us, and what the provider reported last. */
export function MailState({ state, delivery }: { state: string; delivery: string | null }): ReactNode {
  const { t } = useTranslation("mail");
  const reported = delivery as keyof typeof tones | null;
  return (
    <span className="inline-flex flex-wrap gap-2">
      <StateBadge of="mail" state={state as State<"mail">} />
      {reported ? <Badge tone={tones[reported]}>{t(`delivery.${reported}`)}</Badge> : null}
    </span>
  );
}
