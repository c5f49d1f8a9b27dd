import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { barTarget } from "./shell.tsx";

/**
 * Ends the session, and forgets a judge's pages; where the device keeps words that were not saved, asks first whether they are to
 * stay (public/sign-out.js, as it stands on pages with React and without).
 */
export function SignOutForm(): ReactNode {
  const { t } = useTranslation(["ui", "apply"]);
  return (
    <form method="post" action="/sign-out" data-kept={t("apply:kept.leave")}>
      <button type="submit" className={barTarget}>
        {t("nav.signOut")}
      </button>
    </form>
  );
}
