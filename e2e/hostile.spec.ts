import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Page } from "@playwright/test";
import { hostileTexts } from "./hostile-texts.ts";
import { expect, signInAsDemo, test } from "./stage.ts";

const url = "http://localhost:3213";
let server: ChildProcess;

/** A server of its own: what is written here must not stand in the way of other tests. */
test.beforeAll(async () => {
  test.setTimeout(180_000);
  const env = { ...process.env, PORT: "3213", DATA_DIR: ".data/e2e-hostile", LOG_LEVEL: "silent" };
  server = spawn(process.execPath, ["--import", "tsx", "e2e/fresh-server.ts"], { env, stdio: "ignore" });
  const ready = () =>
    fetch(`${url}/api/ready`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(ready, { timeout: 150_000 }).toBe(200);
});
test.afterAll(async () => {
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  await gone;
});

interface Sent {
  form: string;
  text: string;
  status: number;
  /** Whether the page that came back says that something is wrong. */
  said: boolean;
  /** Fields whose text is nowhere to be seen, neither on that page nor on the form asked for again. */
  unseen: string[];
  /** What a page must never show. */
  leaked: boolean;
}

/** Fills every text of every form of the page with each text, one after the other, and tells what came back. */
async function attack(page: Page, path: string): Promise<Sent[]> {
  await page.goto(url + path);
  return await page.evaluate(
    async ({ texts, path }) => {
      const parse = (html: string) => new DOMParser().parseFromString(html, "text/html");
      const ask = async () => parse(await (await fetch(path)).text());
      const formsOf = (document: Document) =>
        [...document.forms].filter(
          (form) =>
            form.method === "post" && !/\/(sign-out|locale|sign-in\/demo)$/.test(form.getAttribute("action") ?? ""),
        );
      const typed = "text email tel password search number date datetime-local url".split(" ");
      const isText = (field: Element): field is HTMLInputElement | HTMLTextAreaElement =>
        field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && typed.includes(field.type));
      const shown = (document: Document) =>
        [...document.querySelectorAll<HTMLInputElement>("input, textarea, option")]
          .map(({ value }) => value)
          .concat(document.body.textContent ?? "")
          .join("\n");
      // What a form's own encoding and a trim make of a text
      const asKept = (text: string) => text.toWellFormed().replaceAll("\0", "").replace(/\r\n?/g, "\n").trim();
      const sent: Sent[] = [];
      const count = formsOf(document).length;
      for (const [name, text] of Object.entries(texts)) {
        for (let at = 0; at < count; at++) {
          const form = formsOf(await ask())[at];
          if (!form) continue;
          const body = new URLSearchParams();
          const filled: string[] = [];
          for (const field of form.elements) {
            if (
              !(
                field instanceof HTMLInputElement ||
                field instanceof HTMLTextAreaElement ||
                field instanceof HTMLSelectElement
              )
            )
              continue;
            if (!field.name || field.disabled) continue;
            if (isText(field) && !field.readOnly) {
              body.append(field.name, text);
              filled.push(field.name);
            } else if (
              !(
                field instanceof HTMLInputElement &&
                ((/checkbox|radio/.test(field.type) && !field.checked) || field.type === "file")
              )
            )
              body.append(field.name, field.value);
          }
          if (filled.length === 0) continue;
          const submit = form.querySelector<HTMLButtonElement>("button[type=submit]:not([hidden]), button:not([type])");
          if (submit?.name) body.append(submit.name, submit.value);
          const target = new URL(form.getAttribute("action") ?? path, new URL(path, location.href)).href;
          const answer = await fetch(target, { method: "POST", body });
          const html = await answer.text();
          const came = parse(html);
          const everything = asKept(`${shown(came)}\n${shown(await ask())}`);
          const visible = everything.includes(asKept(text));
          sent.push({
            form: `${form.getAttribute("action") ?? path} [${submit?.value || submit?.textContent || at}]`,
            text: name,
            status: answer.status,
            said: came.querySelector("[aria-invalid=true], [role=alert], [data-refused]") !== null,
            unseen: visible ? [] : filled,
            leaked: /\bat (async )?\S+ \(.*:\d+:\d+\)|node_modules|PostgresError|ZodError/.test(html),
          });
        }
      }
      return sent;
    },
    { texts: hostileTexts, path },
  );
}

/** Every page with forms, by who fills them in. */
const pages: Record<string, { as?: string; paths: string[] }> = {
  "nobody in particular": { paths: ["/sign-in"] },
  "an applicant": {
    as: "applicant@demo.example",
    paths: ["/apply", "/account"],
  },
  "an organizer": {
    as: "organizer@demo.example",
    paths: [
      "/organize/editions/6/settings",
      "/organize/editions/6/settings/choices",
      "/organize/editions/6/settings/eligibility",
      "/organize/editions/6/settings/page",
      "/organize/editions/6/settings/people",
      "/organize/editions/6/settings/recommenders",
      "/organize/editions/6/new-round",
      "/organize/rounds/guangzhou-6/basics",
      "/organize/rounds/guangzhou-6/rubric",
      "/organize/rounds/guangzhou-6/rule",
      "/organize/rounds/guangzhou-6/panel",
      "/organize/rounds/guangzhou-6/draw",
    ],
  },
};

let forms = 0;
for (const [who, { as, paths }] of Object.entries(pages)) {
  for (const path of paths) {
    test(`${who} at ${path}: whatever is sent is refused in words or kept as it was`, async ({ browser }) => {
      test.setTimeout(240_000);
      const context = await browser.newContext({ baseURL: url, javaScriptEnabled: true });
      const page = await context.newPage();
      const alerts: string[] = [];
      page.on("dialog", (dialog) => {
        alerts.push(dialog.message());
        void dialog.dismiss();
      });
      if (as) await signInAsDemo(page, as);
      const sent = await attack(page, path);
      await context.close();
      expect(sent.length, "forms were found").toBeGreaterThanOrEqual(Object.keys(hostileTexts).length);
      forms += sent.length;
      const wrong = sent.filter(
        ({ status, said, unseen, leaked }) => status >= 500 || leaked || (!said && unseen.length > 0),
      );
      expect(wrong).toEqual([]);
      expect(alerts).toEqual([]);
    });
  }
}

test("at least 200 hostile inputs were sent", () => {
  expect(forms).toBeGreaterThanOrEqual(200);
});
