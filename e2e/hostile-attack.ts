import type { Page } from "@playwright/test";

/** A hostile text: as a form sends it, and as it must be shown. */
export interface HostileText {
  name: string;
  encoded: string;
  shown: string;
}

export interface AttackTarget {
  path: string;
  /** Values that empty fields need, by name or (".key") by its last part; "{n}" becomes a number not used before. */
  given?: Record<string, string>;
  /** Boxes and choices to tick besides what is ticked, as name=value. */
  tick?: string[];
  /** Only forms whose submit button or hidden intent is one of these. */
  only?: string[];
  /** Fields that are never shown again, each for a reason that its page's entry says. */
  unshown?: string[];
  /** Where the same fields are sent by script. */
  draft?: string;
}

/** What came of one form that was sent with one text. */
export interface AttackResult {
  form: string;
  text: string;
  status: number;
  outcome: "kept" | "refused";
  /** In words, what is wrong with the answer. */
  wrong: string[];
}

/**
 * Fills every text of every form of the page with each hostile text, one text after the other. Where some fields are
 * refused, they are filled in rightly and the form is sent again, so that every text that may be kept is kept.
 */
export async function attack(page: Page, target: AttackTarget, texts: readonly HostileText[]): Promise<AttackResult[]> {
  await page.goto(target.path);
  return await page.evaluate(inBrowser, { target, texts: [...texts] });
}

/** Runs in the page: as nothing of this module is there, all that it needs stands within. */
async function inBrowser({ target, texts }: { target: AttackTarget; texts: HostileText[] }): Promise<AttackResult[]> {
  type TextField = HTMLInputElement | HTMLTextAreaElement;
  type Came = { status: number; html: string; document: Document };
  const typed = "text email tel password search number date datetime-local url".split(" ");
  const ours = /\/(sign-out|locale|sign-in\/demo|account\/sessions|account\/data\/export)$/;
  const mostMendings = 2;
  let number = 0;

  const parse = (html: string) => new DOMParser().parseFromString(html, "text/html");
  const ask = async () => parse(await (await fetch(target.path)).text());
  /** A field that shows only with its box ticked: nobody types into it before. */
  const isFolded = (field: Element) =>
    field.closest(".hidden") !== null &&
    !target.tick?.some((each) => (field as TextField).name.endsWith(`.${each.split("=")[1]}`));
  const isText = (field: Element): field is TextField =>
    (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && typed.includes(field.type))) &&
    !isFolded(field);
  const heldIn = (field: TextField) =>
    field instanceof HTMLInputElement ? (field.getAttribute("value") ?? "") : field.value;
  // What a form's own encoding, a trim and the parsing of a page make of any text
  const asKept = (text: string) => text.replaceAll("\0", "").replace(/\r\n?/g, "\n").trim();
  const visible = (document: Document, text: string) =>
    [...document.querySelectorAll<TextField>("input, textarea")]
      .map(heldIn)
      .concat(document.body.textContent ?? "")
      .some((each) => asKept(each).includes(text));

  const givenFor = (name: string) => target.given?.[name] ?? target.given?.[`.${name.split(".").at(-1)}`];
  const methodOf = (form: HTMLFormElement) => (form.getAttribute("method") ?? "get").toLowerCase();
  const addressOf = (form: HTMLFormElement) => form.getAttribute("action") ?? target.path;
  const submitOf = (form: HTMLFormElement) =>
    form.querySelector<HTMLButtonElement>("button[name=intent], button[type=submit]:not([hidden]), button:not([type])");
  const intentOf = (form: HTMLFormElement) =>
    form.querySelector<HTMLInputElement>("input[name=intent]")?.value ?? submitOf(form)?.value ?? "";
  const fieldsOf = (form: HTMLFormElement) =>
    [...form.elements].filter(
      (field): field is TextField | HTMLSelectElement =>
        (field instanceof HTMLInputElement ||
          field instanceof HTMLTextAreaElement ||
          field instanceof HTMLSelectElement) &&
        field.name !== "" &&
        !field.disabled,
    );
  const fillable = (form: HTMLFormElement) =>
    fieldsOf(form)
      .filter(isText)
      .filter((field) => !field.readOnly);
  const keyOf = (form: HTMLFormElement) =>
    `${methodOf(form)} ${addressOf(form).split("?")[0]} [${intentOf(form) || submitOf(form)?.textContent}]`;
  /** The forms of a page that hold texts; of several that are alike the first. */
  const formsOf = (document: Document) => {
    const forms = new Map<string, HTMLFormElement>();
    for (const form of document.forms) {
      if (form.getAttribute("enctype")?.startsWith("multipart") || ours.test(addressOf(form))) continue;
      if (target.only && !target.only.includes(intentOf(form))) continue;
      if (fillable(form).length > 0 && !forms.has(keyOf(form))) forms.set(keyOf(form), form);
    }
    return forms;
  };

  /** What the field may rightly hold: what it held at first, else what is given for it, each time with a new number. */
  const rightValueOf = (form: HTMLFormElement, field: TextField) => {
    const first = atFirst.get(`${keyOf(form)} ${field.name}`);
    if (first || field.readOnly) return first || heldIn(field);
    number += 1;
    return givenFor(field.name)?.replace("{n}", String(number)) ?? first ?? heldIn(field);
  };
  const bodyOf = (form: HTMLFormElement, hostile: string, spared: ReadonlySet<string>) => {
    const parts: [string, string][] = [];
    const filled: string[] = [];
    const plain = (name: string, value: string) => parts.push([name, encodeURIComponent(value)]);
    for (const field of fieldsOf(form)) {
      const { name, type } = field;
      if (isText(field) && !field.readOnly && !spared.has(name)) {
        parts.push([name, hostile]);
        filled.push(name);
      } else if (isText(field)) {
        plain(name, rightValueOf(form, field));
      } else if (field instanceof HTMLInputElement && /checkbox|radio/.test(type)) {
        const ticked = target.tick?.includes(`${name}=${field.value}`) ?? false;
        const other = type === "radio" && target.tick?.some((each) => each.startsWith(`${name}=`));
        if (ticked || (field.checked && !other)) plain(name, field.value);
      } else if (type !== "file") plain(name, field.value);
    }
    const submit = submitOf(form);
    if (submit?.name) plain(submit.name, submit.value);
    return { filled, body: parts.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join("&") };
  };
  const send = async (form: HTMLFormElement, body: string): Promise<Came> => {
    const address = new URL(addressOf(form), new URL(target.path, location.href));
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer =
      methodOf(form) === "get"
        ? await fetch(`${address.pathname}?${body}`)
        : await fetch(address, { method: "POST", body, headers });
    const html = await answer.text();
    return { status: answer.status, html, document: parse(html) };
  };

  const invalidOf = ({ document }: Came) =>
    new Set([...document.querySelectorAll<TextField>("[aria-invalid=true]")].map(({ name }) => name));
  const isRefused = ({ status, document }: Came) =>
    status >= 400 || document.querySelector("[aria-invalid=true], [role=alert]") !== null;
  /** Refused before anything was read, in one plain line. */
  const isRefusedEarly = ({ status, html }: Came) =>
    (status === 413 && /过大/.test(html)) || (status === 400 && /无法识别/.test(html));
  /** What no answer may be, whatever was sent. */
  const never = ({ status, html, document }: Came) => {
    const wrong: string[] = [];
    if (status >= 500) wrong.push(`answered ${status}`);
    if (/\bat (async )?\S+ \(.*:\d+:\d+\)|node_modules|PostgresError|ZodError|SyntaxError:/.test(html))
      wrong.push("shows what is inside");
    const alive = [...document.querySelectorAll("script")].some(
      ({ textContent }) => textContent?.trim() === "alert(1)",
    );
    if (alive || document.querySelector("[onerror], [onload], [href^='javascript:'], [src^='javascript:']"))
      wrong.push("runs what was sent");
    return wrong;
  };

  const sent: AttackResult[] = [];
  const judge = async (form: HTMLFormElement, text: HostileText, came: Came, filled: string[]) => {
    const wrong = never(came);
    const shown = asKept(text.shown);
    const unshown = target.unshown ?? [];
    const refused = isRefused(came);
    const after = refused ? came.document : await ask();
    latest = after;
    const same = formsOf(after).get(keyOf(form));
    const now = new Map(
      same
        ? fieldsOf(same)
            .filter(isText)
            .map((field) => [field.name, asKept(heldIn(field))])
        : [],
    );
    if (refused && !isRefusedEarly(came)) {
      if (!came.document.querySelector("[aria-invalid=true], [role=alert]")) wrong.push(`${came.status} without words`);
      const lost = filled.filter((name) => !unshown.includes(name) && now.get(name) !== shown);
      if (lost.length > 0) wrong.push(`refused, and typed no more: ${lost}`);
    }
    if (!refused && shown !== "") {
      const elsewhere = visible(came.document, shown) || visible(after, shown);
      const lost = filled.filter((name) => !unshown.includes(name) && now.get(name) !== shown && !elsewhere);
      if (lost.length > 0) wrong.push(`kept otherwise or not at all: ${lost}`);
    }
    sent.push({
      form: keyOf(form),
      text: text.name,
      status: came.status,
      outcome: refused ? "refused" : "kept",
      wrong,
    });
  };

  // A page that has just come holds the forms for the next sending; what a field held at first is what it rightly holds
  let latest = await ask();
  const keys = [...formsOf(latest).keys()];
  const atFirst = new Map(
    [...formsOf(latest)].flatMap(([key, form]) =>
      fillable(form).map((field) => [`${key} ${field.name}`, heldIn(field)] as const),
    ),
  );
  const formOf = async (key: string) => {
    const here = formsOf(latest).get(key);
    if (here) return here;
    latest = await ask();
    return formsOf(latest).get(key);
  };
  for (const text of texts) {
    for (const key of keys) {
      const form = await formOf(key);
      if (!form || (methodOf(form) === "get" && text.encoded.length > 6000)) continue;
      const first = bodyOf(form, text.encoded, new Set());
      const came = await send(form, first.body);
      await judge(form, text, came, first.filled);
      const spared = new Set(first.filled.filter((name) => givenFor(name) !== undefined));
      // What is wrong is corrected, and the form sent again; the mending may bring out what was wrong behind it
      for (let answer = came, round = 0; isRefused(answer) && round < mostMendings; round++) {
        for (const name of invalidOf(answer)) spared.add(name);
        if (first.filled.every((name) => spared.has(name))) break;
        latest = await ask();
        const again = await formOf(key);
        if (!again) break;
        const { body, filled } = bodyOf(again, text.encoded, spared);
        answer = await send(again, body);
        await judge(again, text, answer, filled);
      }
    }
    const drafted = target.draft && keys[0] ? await formOf(keys[0]) : undefined;
    if (!target.draft || !drafted) continue;
    const { body } = bodyOf(drafted, text.encoded, new Set());
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(target.draft, { method: "POST", body, headers });
    const html = await answer.text();
    const came = { status: answer.status, html, document: parse("") };
    const wrong = never(came);
    if (!/^\{"ok":(true|false)/.test(html) && !isRefusedEarly(came)) wrong.push(`answered ${html.slice(0, 80)}`);
    const outcome = answer.ok ? ("kept" as const) : ("refused" as const);
    sent.push({ form: `draft ${target.draft}`, text: text.name, status: answer.status, outcome, wrong });
    latest = await ask();
  }
  return sent;
}
