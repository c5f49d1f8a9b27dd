import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { noticeOf } from "~/reads/scoring/notices.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";

export type Notice = NonNullable<Awaited<ReturnType<typeof noticeOf>>>;

/** What the scorer's table tells about the sheet, above it: why it is open again, a request to check it, that it came from paper. */
export function SheetNotice({ notice, to }: { notice: Notice; to: string }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { reopened, check, paper } = notice;
  return (
    <div className="grid gap-3 pb-1">
      {reopened ? (
        <Callout kind="warn" title={t("judge.reopenedTitle")}>
          {t("judge.reopenedWhy", reopened)}
        </Callout>
      ) : null}
      {check ? <Check check={check} to={to} /> : null}
      {paper ? (
        <p className="flex flex-wrap items-center gap-2 text-ink-soft">
          <StateBadge of="source" state="paper" /> {t("judge.paper")}
        </p>
      ) : null}
    </div>
  );
}

function Check({ check, to }: { check: NonNullable<Notice["check"]>; to: string }): ReactNode {
  const { t } = useTranslation("scoreTable");
  if (check.answer !== null)
    return <Callout title={t(check.answer === "stands" ? "judge.standsSent" : "judge.mendSent")} />;
  return (
    <Callout
      kind="warn"
      title={t("judge.checkTitle")}
      action={
        <Form method="post" action={`${to}/check`} className="flex flex-wrap gap-3">
          <Button name="answer" value="stands" size="hall">
            {t("judge.stands")}
          </Button>
          <Button name="answer" value="mend" size="hall">
            {t("judge.mend")}
          </Button>
        </Form>
      }
    >
      {t("judge.checkLead")}
    </Callout>
  );
}
