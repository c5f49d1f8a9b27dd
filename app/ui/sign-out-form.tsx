import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { clearCachedPages } from "./cached-pages.ts";
import { barTarget } from "./shell.tsx";

/** Words of an application that this device keeps: app/routes/apply/applications/local-drafts.ts. */
const keptPrefix = "apply ";

/**
 * Ends the session, and forgets a judge's pages; where the device keeps words that were not saved, asks first whether they are to
 * stay. On a page without React public/sign-out.js does so.
 */
export function SignOutForm(): ReactNode {
  const { t } = useTranslation(["ui", "apply"]);
  const question = t("apply:kept.leave");
  const onSubmit = (_: FormEvent) => {
    const places = keptPlaces();
    if (places.length > 0 && confirm(question)) for (const place of places) localStorage.removeItem(place);
    // While the answer is on its way
    void clearCachedPages().catch(() => {});
  };
  return (
    <form method="post" action="/sign-out" onSubmit={onSubmit} data-kept={question}>
      <button type="submit" className={barTarget}>
        {t("nav.signOut")}
      </button>
    </form>
  );
}

function keptPlaces(): string[] {
  try {
    return Object.keys(localStorage).filter((place) => place.startsWith(keptPrefix));
  } catch {
    return [];
  }
}
