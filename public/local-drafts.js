// @ts-check
// Says on the list of one's applications which of them this device still holds words of that no server has, and lets them go.
// Their places are named by app/routes/apply/applications/local-drafts.ts.
(() => {
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-local-drafts]"));
  if (!box) return;
  const start = box.dataset.localDrafts ?? "";

  /** @param {string} place */
  const holdsDraft = (place) => {
    try {
      const { version, at, change } = JSON.parse(localStorage.getItem(place) ?? "null") ?? {};
      return typeof version === "number" && typeof at === "number" && typeof change === "object" && change !== null;
    } catch {
      return false;
    }
  };

  /** @returns {string[]} */
  const findPlaces = () => {
    try {
      return Object.keys(localStorage).filter((place) => place.startsWith(start) && holdsDraft(place));
    } catch {
      // Storage may be forbidden: then nothing is held
      return [];
    }
  };

  const places = findPlaces();
  const held = new Set(places.map((place) => place.slice(start.length).split(" ")[0]));
  const codes = [];
  for (const each of box.querySelectorAll("[data-draft-of]")) {
    const link = /** @type {HTMLElement} */ (each);
    const code = link.dataset.draftOf ?? "";
    link.hidden = !held.has(code);
    if (held.has(code)) codes.push(code);
  }
  if (codes.length === 0) return;
  const title = /** @type {HTMLElement} */ (box.querySelector("[data-title]"));
  title.textContent = (title.dataset.title ?? "").replace("{codes}", codes.join(" "));
  box.hidden = false;
  box.querySelector("button")?.addEventListener("click", () => {
    for (const place of places) localStorage.removeItem(place);
    box.hidden = true;
  });
})();
