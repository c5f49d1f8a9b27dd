// @ts-check
// What app/ui/sign-out-form.tsx does where there is React, on the pages that are without: where the device keeps words that were
// not saved, it asks whether they are to stay, and a judge's pages are forgotten.
(() => {
  const [keptPrefix, cachedPrefix] = ["apply ", "judge-pages-"];

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
