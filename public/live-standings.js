// @ts-check
// Keeps the desk's table fresh while the judges score: when the round has changed it asks for the lines that it does not hold,
// at most every 300 ms, and puts them in. Without it the page is as it was when it came.
(() => {
  const found = document.querySelector("[data-held]");
  if (!found) return;
  const box = /** @type {HTMLElement} */ (found);
  const words = /** @type {HTMLElement | null} */ (document.querySelector("[data-live-words]"));
  const { changes = "", follows = "" } = box.dataset;
  let held = box.dataset.held ?? "";
  let shown = Number(box.dataset.revision);
  let wanted = shown;
  let asking = false;
  let again = false;
  let over = false;
  const digestLength = 8;
  // What a header may hold everywhere; who holds more gets all
  const longest = 7000;

  // The stream says what time it is more often than that
  const silenceMs = 35_000;

  /** @param {number} ms */
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  /** @param {boolean} connected */
  const say = (connected) => {
    if (!words) return;
    words.textContent = (over ? words.dataset.over : connected ? words.dataset.on : words.dataset.off) ?? "";
    words.hidden = false;
  };

  /** @param {string} html */
  const show = (html) => {
    const open = [...box.querySelectorAll("tr[id] details[open]")].map((each) => each.closest("tr")?.id ?? "");
    const focused = box.contains(document.activeElement) ? document.activeElement?.closest("tr[id]")?.id : undefined;
    const scrolled = [...box.querySelectorAll(".scroll-x")].map(({ scrollLeft }) => scrollLeft);
    box.innerHTML = html;
    for (const id of open) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
    for (const [at, each] of [...box.querySelectorAll(".scroll-x")].entries()) each.scrollLeft = scrolled[at] ?? 0;
    const again = focused && document.getElementById(focused)?.querySelector("a, summary");
    if (again) /** @type {HTMLElement} */ (again).focus({ preventScroll: true });
  };

  const askOnce = async () => {
    const lines = box.innerHTML.split(/(?=<tr data-line)/);
    const known = lines.length * digestLength === held.length && held.length <= longest;
    const answer = await fetch(changes, { headers: known ? { "Lines-Held": held } : {}, cache: "no-store", signal: AbortSignal.timeout(10_000) });
    // Who was signed out, or may see it no more, is led elsewhere
    if (answer.status === 404 || answer.redirected) over = true;
    if (over || !answer.ok) throw new Error(String(answer.status));
    const { pieces, ...now } = await answer.json();
    /** @type {(string | [number, number])[]} */
    const all = pieces;
    if (now.held !== held)
      show(all.map((each) => (typeof each === "string" ? each : lines.slice(each[0], each[0] + each[1]).join(""))).join(""));
    held = now.held;
    shown = now.revision;
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    do {
      again = false;
      try {
        await askOnce();
        say(true);
        await pause(300);
      } catch {
        say(false);
        await pause(2000);
      }
    } while (!over && (again || wanted > shown));
    asking = false;
  };

  const listen = () => {
    const source = new EventSource(follows);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let silence;
    // No stream comes through, or one that only looks alive: what is shown is asked for, and the stream again
    const lose = () => {
      clearTimeout(silence);
      source.close();
      say(false);
      if (over) return;
      again = true;
      void ask();
      setTimeout(listen, 10_000);
    };
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(lose, silenceMs);
    };
    alive();
    source.addEventListener("time", alive);
    source.onmessage = ({ data }) => {
      alive();
      wanted = JSON.parse(data).revision;
      say(true);
      if (wanted > shown) void ask();
    };
    source.onerror = () => {
      say(false);
      if (source.readyState === 2) lose();
    };
    source.addEventListener("gone", () => {
      over = true;
      clearTimeout(silence);
      source.close();
      say(false);
    });
  };
  listen();
})();
