import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** What we try ourselves against: the package, and where its program lies in it. */
const programs = {
  "docker-compose": { package: "docker-compose", at: "usr/libexec/docker/cli-plugins/docker-compose" },
  libfaketime: {
    package: "libfaketime",
    at: `usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/faketime/libfaketime.so.1`,
  },
  nginx: { package: "nginx", at: "usr/sbin/nginx" },
  pgbouncer: { package: "pgbouncer", at: "usr/sbin/pgbouncer" },
  "postgres-17": { package: "postgresql-17", at: "usr/lib/postgresql/17/bin/postgres" },
  "systemd-analyze": { package: "systemd", at: "usr/bin/systemd-analyze" },
};
const all = Object.values(programs);

export interface DebianProgram {
  path: string;
  /** With what it is run, beside our own environment. */
  env: Record<string, string>;
  /** For the name of a test that needs it: why it is not to be had here; "" where it is. */
  lacking: string;
}

/**
 * A program of Debian's: the machine's own where it is installed, else fetched by apt (all that lack, with what they need, in
 * one go) and unpacked below `.cache/debian`, from where it runs. Nothing is installed, and apt's own folders are only read.
 */
export async function debianProgram(name: keyof typeof programs): Promise<DebianProgram> {
  const { at } = programs[name];
  if (existsSync(join("/", at))) return { path: join("/", at), env: {}, lacking: "" };
  try {
    unpacking ??= unpack();
    const root = await unpacking;
    return { path: join(root, at), env: { LD_LIBRARY_PATH: (await librariesIn(root)).join(":") }, lacking: "" };
  } catch (error) {
    return { path: "", env: {}, lacking: `: not run, no ${name} to be had here (${reasonOf(error)})` };
  }
}

let unpacking: Promise<string> | undefined;

/** The folder that holds the packages' files; fetched where it is not there. Two processes may do so at once: the first stays. */
async function unpack(): Promise<string> {
  const packages = all.filter(({ at }) => !existsSync(join("/", at))).map((each) => each.package);
  const release = (await readFile("/etc/os-release", "utf8")).match(/^VERSION_CODENAME=(\w+)$/m)?.[1];
  const home = resolve(".cache/debian", [release, ...packages].join("-"));
  if (existsSync(home)) return home;
  await mkdir(dirname(home), { recursive: true });
  const draft = await mkdtemp(`${home}.`);
  try {
    await fetchInto(draft, packages).catch(async (why: unknown) => {
      // Who has no lists of packages, or old ones, gets some for this once
      const lists = [`Dir::State::lists=${join(draft, "lists")}`];
      await mkdir(join(draft, "lists/partial"), { recursive: true });
      await apt(draft, ["update"], lists)
        .then(() => fetchInto(draft, packages, lists))
        .catch(() => Promise.reject(why));
    });
    const archives = join(draft, "archives");
    for (const name of await readdir(archives))
      if (name.endsWith(".deb")) await exec("dpkg", ["-x", join(archives, name), join(draft, "root")]);
    await rename(join(draft, "root"), home).catch((error: unknown) => {
      if (!existsSync(home)) throw error;
    });
    return home;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function fetchInto(draft: string, packages: string[], settings: string[] = []): Promise<void> {
  await mkdir(join(draft, "archives/partial"), { recursive: true });
  await apt(draft, ["install", "--download-only", "--yes", "--no-install-recommends", ...packages], settings);
}

async function apt(draft: string, what: string[], more: string[]): Promise<void> {
  const settings = [
    `Dir::Cache=${draft}`,
    "Debug::NoLocking=true",
    "APT::Sandbox::User=",
    "Acquire::Languages=none",
    "Acquire::Retries=1",
    "Acquire::http::Timeout=20",
    ...more,
  ];
  await exec("apt-get", ["-q", ...settings.flatMap((each) => ["-o", each]), ...what], { timeout: 150_000 });
}

async function librariesIn(root: string): Promise<string[]> {
  const folders = ["usr/lib", "lib"].map((at) => join(root, at)).filter(existsSync);
  const found = await Promise.all(
    folders.map(async (at) =>
      (await readdir(at)).filter((name) => name.endsWith("-linux-gnu")).map((name) => join(at, name)),
    ),
  );
  return found.flat().flatMap((at) => [at, join(at, "systemd")]);
}

function reasonOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr?.match(/^E: .*$/m)?.[0] ?? message ?? String(error)).split("\n")[0] ?? "";
}
