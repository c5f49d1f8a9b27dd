import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { embeddedPostgres } from "../../db/embedded.ts";
import { clear, installedProduct, startProduct } from "../product.ts";
import { test as staged } from "../stage.ts";
import { type MailProvider, startMailProvider } from "./mail-provider.ts";
import { startTlsProxy } from "./tls-proxy.ts";

/** The product as docs/operate.md says that it is run for a real contest. */
export interface Installation {
  /** The address that people see. */
  url: string;
  mail: MailProvider;
  /** The folder of this installation, for what its operator writes. */
  folder: string;
  /** Runs a command of the operator's and answers what it prints; `database` is another one than the server's, with files of its own. */
  contest: (words: string[], database?: string) => Promise<string>;
  /** The address of one of its databases. */
  databaseUrl: (name: string) => string;
  /** Takes down everything that was started. */
  stop: () => Promise<void>;
}

/** Tests on an installation of their own: whoever visits comes to it, over TLS. */
export const test = staged.extend<{ installation: Installation }>({
  installation: [
    async ({ browser: _ }, use) => {
      const installation = await openInstallation();
      await use(installation);
      await installation.stop();
    },
    { timeout: 300_000 },
  ],
  baseURL: async ({ installation }, use) => use(installation.url),
  ignoreHTTPSErrors: true,
});

/** Opens it on an empty database of a PostgreSQL server that is not the product's, behind a proxy that ends TLS. */
async function openInstallation(): Promise<Installation> {
  const { folder, url: inner } = installedProduct;
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    const problems: unknown[] = [];
    // One that does not end keeps none of the others
    for (const end of ends.splice(0).reverse()) await end().catch((problem: unknown) => problems.push(problem));
    if (problems.length > 0) throw new AggregateError(problems, "not everything could be taken down");
  };
  try {
    await clear(installedProduct);
    const server = await embeddedPostgres(join(folder, "postgres"));
    ends.push(() => server.leave());
    const databaseOf = await makeDatabases(server.url("postgres"));
    const mail = await startMailProvider();
    ends.push(mail.close);
    const proxy = await startTlsProxy();
    ends.push(proxy.close);
    const environment = {
      ...secrets(),
      DATABASE_URL: databaseOf("contest"),
      BASE_URL: proxy.url,
      TRUSTED_PROXIES: "1",
      RESEND_API_KEY: mail.key,
      RESEND_BASE_URL: mail.url,
      MAIL_PER_SECOND: "1000",
      LOG_LEVEL: "warn",
    };
    const product = await startProduct(installedProduct, environment);
    ends.push(product.stop);
    proxy.open(inner);
    const contest = async (words: string[], database = "contest") => {
      const files = database === "contest" ? folder : join(folder, database);
      const env = { ...process.env, ...environment, DATA_DIR: files, DATABASE_URL: databaseOf(database) };
      const run = promisify(execFile)(process.execPath, ["app/launch.mjs", "cli", ...words], { env });
      return (await run).stdout;
    };
    return { url: proxy.url, mail, folder, contest, databaseUrl: databaseOf, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A role that may do nothing but own its databases, and two empty ones; answers their addresses. */
async function makeDatabases(admin: string): Promise<(name: string) => string> {
  const password = randomBytes(12).toString("hex");
  const sql = postgres(admin, { max: 1, onnotice: () => {} });
  await sql.unsafe(`create role desk login password '${password}'`);
  for (const name of ["contest", "restored"]) await sql.unsafe(`create database ${name} owner desk`);
  await sql.end();
  return (name) => {
    const address = new URL(admin);
    address.username = "desk";
    address.password = password;
    address.pathname = `/${name}`;
    return address.href;
  };
}

const secrets = () => ({
  AUTH_SECRET: randomBytes(36).toString("base64"),
  PERSONAL_DATA_KEYS: `2026:${randomBytes(32).toString("base64")}`,
  PERSONAL_DATA_INDEX_KEY: randomBytes(36).toString("base64"),
  BUNDLE_SIGNING_KEY: randomBytes(32).toString("hex"),
});
