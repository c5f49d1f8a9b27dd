import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetLine } from "~/reads/heats/run-sheet-view.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { classes } from "~/ui/classes.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { AttendanceBadge } from "./attendance-badge.tsx";
import type { SignInPage } from "./sign-in.tsx";

/** Everybody who is expected: one tap signs in, the rest is done on the contestant's card. */
export function SignInList({ page }: { page: SignInPage }): ReactNode {
  const { t } = useTranslation("runSheet");
  const { lines, lateRule, timeZone, keeps, open, slug, idempotencyKey } = page;
  const at = `/organize/rounds/${slug}/run-sheet`;
  const columns: Column<SheetLine>[] = [
    {
      key: "place",
      header: t("list.place"),
      numeric: true,
      narrow: true,
      cell: ({ place }) => <strong className="text-lg text-structure">{place ?? "—"}</strong>,
    },
    {
      key: "project",
      header: t("list.project"),
      rowHeader: true,
      cell: ({ title, leader, group, out }) => (
        <span className={classes("wrap-anywhere", out && "text-ink-soft line-through")}>
          {title}
          <span className="block font-normal text-ink-soft">{[leader, group].filter(Boolean).join(" · ")}</span>
        </span>
      ),
    },
    {
      key: "state",
      header: t("list.state"),
      cell: ({ key, title, state, arrival, reason, recordedAt, recordedBy, means }) => (
        <div className="grid gap-1">
          <span>
            <AttendanceBadge state={state} lateRule={lateRule} />
          </span>
          {recordedAt ? (
            <span className="text-sm text-ink-soft">
              <DateTime at={recordedAt} kind="time" timeZone={timeZone} /> {recordedBy}{" "}
              {means ? t(`state.${means}`) : null}
            </span>
          ) : null}
          {reason ? <span className="text-sm wrap-anywhere">{reason}</span> : null}
          {keeps && open ? (
            <div className="no-print flex flex-wrap items-center gap-2">
              {state === null && arrival === "present" ? (
                <Form method="post" preventScrollReset>
                  <input type="hidden" name="entry" value={key} />
                  <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-${key}`} />
                  <SubmitButton intent="sign-in" size="row" icon="check" aria-label={t("card.signInOf", { title })}>
                    {t("pages.signIn")}
                  </SubmitButton>
                </Form>
              ) : null}
              <LinkButton
                to={`${at}?entry=${encodeURIComponent(key)}`}
                size="row"
                kind="quiet"
                aria-label={t("list.more_of", { title })}
              >
                {t("list.more")}
              </LinkButton>
            </div>
          ) : null}
        </div>
      ),
    },
  ];
  return (
    <DataTable
      label={t("list.label")}
      columns={columns}
      rows={lines}
      rowKey={({ key }) => key}
      empty={<EmptyState title={t("find.none")}>{t("find.noneMend")}</EmptyState>}
    />
  );
}
