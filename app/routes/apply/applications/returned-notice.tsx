import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Correction } from "~/rules/screening/correction.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { usePathName } from "./problem-words.ts";
import { stepAddress, stepOf } from "./steps.ts";

interface Props {
  code: string;
  reason: string | null;
  corrections: readonly Correction[];
  until: Date | null;
  writable: boolean;
  /** Above the form, where the reasons stand beside their fields as well. */
  brief: boolean;
}

/** What the screeners want corrected: in general, and field by field with the way there; and until when. */
export function ReturnedNotice({ code, reason, corrections, until, writable, brief }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const nameOf = usePathName();
  return (
    <Callout
      kind="warn"
      title={t("returned.title")}
      action={
        writable && !brief ? (
          <LinkButton to={stepAddress(code, stepOf(corrections[0]?.path ?? "round"))} kind="primary" iconAfter="arrow">
            {t("returned.mend")}
          </LinkButton>
        ) : null
      }
    >
      {reason ? <p className="wrap-anywhere whitespace-pre-line">{reason}</p> : null}
      {corrections.length > 0 ? (
        <ul className="grid gap-1">
          {corrections.map(({ path, reason }) => (
            <li key={`${path} ${reason}`} className="wrap-anywhere">
              {writable ? (
                <Link
                  to={`/apply/${code}?step=${stepOf(path)}#${path}`}
                  className="inline-flex min-h-8 items-center font-medium"
                >
                  {nameOf(path)}
                </Link>
              ) : (
                <span className="font-medium">{nameOf(path)}</span>
              )}
              {t("returned.colon")}
              {reason}
            </li>
          ))}
        </ul>
      ) : null}
      {until ? (
        <p className="font-semibold">
          {t("returned.until")} <DateTime at={until} />
        </p>
      ) : null}
    </Callout>
  );
}
