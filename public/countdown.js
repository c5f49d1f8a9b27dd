// @ts-check
// Fills every <time data-countdown>: what is left until that instant, and what the visitor's own clock shows then.
(() => {
  // The site's English dates are written as 23 Nov 2026
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  /** @param {string} words @param {Record<string, string | number>} values */
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

  /** @param {HTMLTimeElement} time */
  const fill = (time) => {
    const at = new Date(time.dateTime);
    const left = at.getTime() - Date.now();
    if (left <= 0) {
      time.textContent = time.dataset.over ?? "";
      return;
    }
    const days = Math.floor(left / 86_400_000);
    const [hours, minutes] = [Math.floor(left / 3_600_000), Math.floor(left / 60_000) % 60];
    const remaining =
      days >= 2
        ? filled(time.dataset.days ?? "", { days, hours: hours - days * 24 })
        : filled(time.dataset.hours ?? "", { hours, minutes });
    const beijing = at.toLocaleString("sv", { timeZone: "Asia/Shanghai" });
    const sameClock = at.toLocaleString("sv", { timeZone: ownZone }) === beijing;
    const own = at.toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
    const zone = ownZone.replaceAll("_", " ");
    time.textContent = sameClock
      ? remaining
      : `${remaining} · ${filled(time.dataset.own ?? "", { time: own, zone })}`;
  };

  const all = () => {
    for (const time of document.querySelectorAll("time[data-countdown]"))
      fill(/** @type {HTMLTimeElement} */ (time));
  };
  all();
  setInterval(all, 30_000);
})();
