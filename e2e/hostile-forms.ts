import { readFileSync } from "node:fs";
import type { RouteConfigEntry } from "@remix-run/route-config";
import routes from "../app/routes.ts";
import { columns, matrix, people, type Row, rows, statusOf } from "./access-matrix.ts";
import type { HostileText } from "./hostile-attack.ts";
import { demoSession } from "./stage.ts";

/** A form as a page shows it: where it goes, and what it sends. */
interface FoundForm {
  /** The same for forms that are alike: they go to one address, and have fields of the same names. */
  key: string;
  action: string;
  fields: { name: string; value: string; typed: boolean }[];
}

/** What came of the forms of every page: the routes that took one, and whatever is no answer in words. */
export interface HostileFormsResult {
  sent: number;
  reached: Set<string>;
  wrong: string[];
}

/** Nothing of our insides may be in an answer. */
const insides = /PostgresError|syntax error at or near|violates \w+ constraint|\/node_modules\/|\bat async \b/;

/**
 * Opens every page that the access matrix knows of, as everybody who may, and sends each of its forms with hostile texts: in the
 * fields that are typed into, and then in all of them, hidden ones too.
 */
export async function sendHostileForms(url: string, texts: readonly HostileText[]): Promise<HostileFormsResult> {
  const result: HostileFormsResult = { sent: 0, reached: new Set(), wrong: [] };
  const actions = routesWithAction().filter(({ pattern }) => !leavesTheSession.test(pattern));
  const named = new Set<string>();
  // The organizer last: some of these forms take other people's roles
  const inTurn = [...columns.entries()].sort(([, a], [, b]) => Number(a === "organizer") - Number(b === "organizer"));
  for (const [column, who] of inTurn) {
    const email = people[who as keyof typeof people];
    const cookie = email ? await demoSession(email, url) : "";
    const ask = (path: string, body?: string) =>
      fetch(new URL(path, url), {
        method: body === undefined ? "GET" : "POST",
        body,
        redirect: "manual",
        // To pack and unpack what is only searched for words would be work for nothing
        headers: {
          cookie,
          origin: url,
          "accept-encoding": "identity",
          ...(body === undefined ? {} : { "content-type": formType }),
        },
      });
    const known = new Set<string>();
    for (const [path, statuses] of rows()) {
      if (statusOf(statuses, column) !== 200) continue;
      const page = await ask(path);
      const html = await page.text();
      if (!/text\/html/.test(page.headers.get("content-type") ?? "")) continue;
      for (const form of formsIn(html, path)) {
        const to = new URL(form.action, new URL(path, url)).pathname;
        if (leavesTheSession.test(to)) continue;
        // What stands on every page, the choice of the language above all, is sent from the first of them
        if (known.has(form.key)) continue;
        known.add(form.key);
        const pattern = actions.find(({ address }) => address.test(to))?.pattern;
        if (pattern) result.reached.add(pattern);
        for (const { encoded, name } of texts)
          for (const everywhere of [false, true]) {
            const answer = await ask(form.action || path, bodyOf(form, encoded, everywhere));
            const words = await answer.text();
            result.sent++;
            if (answer.status >= 500 || insides.test(words))
              result.wrong.push(`${who}, ${path}: ${form.action}, ${name}: ${answer.status}`);
          }
      }
    }
    // Forms that the demo has no page of right now, and what scripts send: by the names that the route itself reads
    for (const { pattern, names, intents } of actions.filter(({ pattern }) => !result.reached.has(pattern)))
      for (const [path] of rowsOf(pattern))
        for (const intent of intents)
          for (const { encoded, name } of texts) {
            const body = names.map((each) => `${each}=${each === "intent" ? intent : encoded}`).join("&");
            const answer = await ask(path, body);
            const words = await answer.text();
            result.sent++;
            named.add(pattern);
            if (answer.status >= 500 || insides.test(words))
              result.wrong.push(`${who}, ${path}: ${intent}, ${name}: ${answer.status}`);
          }
  }
  for (const pattern of named) result.reached.add(pattern);
  return result;
}

const formType = "application/x-www-form-urlencoded";
/** What would end the session that the rest is sent by. */
const leavesTheSession = /^\/(sign-out|account\/sessions)$/;

function bodyOf({ fields }: FoundForm, hostile: string, everywhere: boolean): string {
  return fields
    .map(({ name, value, typed }) => {
      const sent = typed || everywhere ? hostile : encodeURIComponent(value);
      return `${encodeURIComponent(name)}=${sent}`;
    })
    .join("&");
}

/** The forms of a page that are sent by POST and bring no file; of several that are alike the first. */
function formsIn(html: string, path: string): FoundForm[] {
  const found = new Map<string, FoundForm>();
  for (const [, head = "", inside = ""] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    if (attribute(head, "method")?.toLowerCase() !== "post") continue;
    if (attribute(head, "enctype")?.startsWith("multipart")) continue;
    const fields = [...inside.matchAll(/<(input|textarea|select|button)\b([^>]*)>/g)].flatMap(([, tag, given = ""]) => {
      const name = attribute(given, "name");
      const type = attribute(given, "type");
      if (!name || type === "file") return [];
      const typed = tag === "textarea" || (tag === "input" && !/^(hidden|checkbox|radio)$/.test(type ?? "text"));
      return [{ name, value: attribute(given, "value") ?? "", typed }];
    });
    const action = attribute(head, "action") ?? path;
    const intents = fields.filter(({ name }) => name === "intent");
    // A form with several buttons is sent by each of them
    for (const intent of intents.length > 0 ? intents : [null]) {
      const sent = fields.filter((field) => field.name !== "intent" || field === intent);
      const key = `${action || path} ${intent?.value} ${sent.map(({ name }) => name.replace(/\d+/g, "")).join()}`;
      if (!found.has(key)) found.set(key, { key, action, fields: sent });
    }
  }
  return [...found.values()];
}

function attribute(head: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`)
    .exec(head)?.[1]
    ?.replaceAll("&amp;", "&")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'");
}

/** A route that takes a form: what its addresses look like, and what its source calls the fields and what they may intend. */
interface RouteWithAction {
  pattern: string;
  address: RegExp;
  names: string[];
  intents: string[];
}

/** Every route that takes a form. */
export function routesWithAction(): RouteWithAction[] {
  const walk = (entries: RouteConfigEntry[], base: string): { pattern: string; file: string }[] =>
    entries.flatMap((entry) => {
      const pattern = entry.index ? base || "/" : `${base}/${entry.path}`;
      return [{ pattern, file: entry.file }, ...walk(entry.children ?? [], pattern)];
    });
  return walk(routes as RouteConfigEntry[], "")
    .filter(({ file }) => /export (async function|const|function) action\b|export \{[^}]*\baction\b/.test(source(file)))
    .map(({ pattern, file }) => {
      const words = [...source(file).matchAll(/"([a-zA-Z][\w-]{1,30})"/g)].map(([, word = ""]) => word);
      const intents = [...source(file).matchAll(/intent === "([\w-]+)"/g)].map(([, intent = ""]) => intent);
      return {
        pattern,
        address: new RegExp(`^${pattern.replaceAll(/:\w+/g, "[^/]+")}$`),
        names: [...new Set(["intent", "version", "idempotencyKey", ...words])].slice(0, 80),
        intents: intents.length > 0 ? intents : ["save"],
      };
    });
}

function rowsOf(pattern: string): readonly Row[] {
  const row = matrix[pattern] ?? [];
  return typeof row[0] === "string" ? [row as Row] : (row as readonly Row[]);
}

function source(file: string): string {
  return readFileSync(new URL(`../app/${file}`, import.meta.url), "utf8");
}
