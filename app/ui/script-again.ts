/** Told to the window once the page's script has come. */
export const scriptCame = "script-came";

/**
 * Runs inline in every page with a script, before it. A script that is lost on the way leaves a page that can be read and sent,
 * but keeps nothing on the device: the page loads itself again as soon as the server answers, three times at most, and never
 * once somebody has typed into it.
 */
export const scriptAgain = `(() => {
  let over = false;
  const end = () => { over = true; };
  addEventListener("input", end, { capture: true });
  addEventListener("${scriptCame}", () => { end(); sessionStorage.removeItem("script-again"); });
  const again = async () => {
    if (over) return;
    const answered = await fetch("/api/health", { cache: "no-store" }).then(({ ok }) => ok, () => false);
    const times = Number(sessionStorage.getItem("script-again"));
    if (over || times >= 3) return;
    if (!answered) return setTimeout(again, 2000);
    sessionStorage.setItem("script-again", String(times + 1));
    location.reload();
  };
  addEventListener("unhandledrejection", ({ reason }) => { if (reason instanceof TypeError && /import|module/i.test(reason.message)) again(); });
  addEventListener("error", ({ target }) => { if (target instanceof HTMLScriptElement) again(); }, true);
})();`;
