// @ts-check
// Signing out: where the device keeps words that were not saved (app/routes/apply/applications/local-drafts.ts), it asks whether
// they are to stay, and a judge's pages are forgotten (app/ui/cached-pages.ts).
(() => {
  // A page that React goes on with asks for it once more
  const page = /** @type {{ asksAtSignOut?: boolean }} */ (/** @type {unknown} */ (globalThis));
  if (page.asksAtSignOut) return;
  page.asksAtSignOut = true;

  const keptPrefix = "apply ";
  const cachedPrefix = "judge-pages-";

  /** @returns {string[]} */
  const keptPlaces = () => {
    try {
      return Object.keys(localStorage).filter((place) => place.startsWith(keptPrefix));
    } catch {
      return [];
    }
  };

  const forgetPages = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(cachedPrefix));
    await Promise.all(names.map((name) => caches.delete(name)));
  };

  addEventListener("submit", ({ target }) => {
    if (!(target instanceof HTMLFormElement) || target.getAttribute("action") !== "/sign-out") return;
    const places = keptPlaces();
    if (places.length > 0 && confirm(target.dataset.kept)) for (const place of places) localStorage.removeItem(place);
    // While the answer is on its way
    forgetPages().catch(() => undefined);
  });
})();
