import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "~/rules/accounts/access.ts";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { type ProgressStep, Steps, useLocale } from "~/ui/steps.tsx";
import type { ReleasePage } from "./release.tsx";

/** Propose, confirm, publish: who did each and when, and whom the next one waits for. */
export function ReleaseSteps({ page }: { page: ReleasePage }): ReactNode {
  const { t } = useTranslation("results");
  const locale = useLocale();
  const rolesOf = useRoles();
  const { changed, next, round } = page;
  const release = changed ? null : (page.open ?? page.published);
  const waiting = changed ? "propose" : next?.step;
  const step = (key: "propose" | "confirm" | "publish", name?: string | null, at?: Date | null): ProgressStep => {
    if (at) {
      const note = t("release.byAt", { name: name ?? "", at: formatDateTime(at, locale, round.timeZone) });
      return { label: t(`release.${key}`), state: "done", note };
    }
    if (waiting !== key) return { label: t(`release.${key}`), state: "todo" };
    const roles = rolesOf(changed ? ["scorer"] : (next?.roles ?? []));
    return { label: t(`release.${key}`), state: "current", note: t("release.waitsFor", { roles }) };
  };
  return (
    <Steps
      label={t("release.steps")}
      steps={[
        step("propose", release?.proposedBy, release?.proposedAt),
        step("confirm", release?.confirmedBy, release?.confirmedAt),
        step("publish", release?.publishedBy, release?.publishedAt),
      ]}
    />
  );
}

/** Names roles in the language of the page: 「监督员或组织者」. */
export function useRoles(): (roles: readonly Role[]) => string {
  const { t } = useTranslation(["results", "ui"]);
  return (roles) => roles.map((role) => t(`ui:role.${role}`)).join(t("release.rolesOr"));
}
