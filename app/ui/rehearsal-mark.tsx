import { useMatches } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isRehearsalSlug } from "~/rules/heats/rehearsal.ts";
import { classes } from "./classes.ts";
import { Icon } from "./icon.tsx";

/**
 * Says that nothing of what is seen counts. The frame of every page shows it by itself (root.tsx), for it stands in the
 * address; a page whose address does not tell, as the stage's, puts it there. `hall`: to be read at 20 m.
 */
export function RehearsalMark({ size = "page" }: { size?: "page" | "hall" }): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <aside
      aria-label={t("shell.rehearsal")}
      className={classes(
        "rehearsal-mark flex items-center justify-center gap-2 border-warn bg-warn-soft text-center font-medium text-warn",
        size === "page"
          ? "sticky top-0 z-10 h-8 border-b-2 px-4 text-sm"
          : "border-b-[0.4vh] px-[2vw] py-[0.8vh] text-[2.6vh]",
      )}
    >
      {size === "page" ? <Icon name="warn" /> : null}
      <p>{t("shell.rehearsal")}</p>
    </aside>
  );
}

/** Whether the address of the page names a rehearsal. */
export function useRehearsal(): boolean {
  return useMatches().some(({ params }) => params.round !== undefined && isRehearsalSlug(params.round));
}
