import { z } from "zod";
import { defaultSessionAges } from "~/rules/accounts/session-age.ts";
import { type S3Settings, s3Variables, whatLacksS3 } from "./files/s3-settings.ts";
import type { BundleKey } from "./vault/bundle-key.ts";
import { sealingKeys, type VaultKeys } from "./vault/vault.ts";

const variables = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(9).default(0),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_DIRECT_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_REPLICA_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  AUTH_SECRET: z.string().min(32).optional(),
  PERSONAL_DATA_KEYS: z
    .string()
    .superRefine((text, context) => {
      const keys = sealingKeys(text);
      if (!keys.ok) context.addIssue({ code: "custom", message: keys.why });
    })
    .optional(),
  PERSONAL_DATA_INDEX_KEY: z.string().min(32).optional(),
  BUNDLE_SIGNING_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: "must be 64 hex digits" })
    .optional(),
  AUDIT_EARLIER_KEYS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((key) => key !== ""),
    )
    .pipe(z.array(z.string().regex(/^[0-9a-f]{64}$/, { error: "must be public keys of 64 hex digits, by commas" }))),
  AUDIT_SIGNED_FROM: z.coerce.number().int().min(1).default(1),
  AUDIT_HEAD_TO: z.email().optional(),
  RESEND_API_KEY: z.string().min(1).optional(),
  RESEND_BASE_URL: z.url().optional(),
  RESEND_WEBHOOK_SECRET: z.string().startsWith("whsec_").optional(),
  MAIL_PER_SECOND: z.coerce.number().positive().max(1000).default(2),
  ORGANISER: z.string().trim().min(1).max(100).default("湖州市吴兴区"),
  ORGANISER_EN: z.string().trim().min(1).max(160).default("Wuxing District, Huzhou"),
  ICP_NUMBER: z.string().trim().min(1).max(60).optional(),
  PUBLIC_SECURITY_NUMBER: z.string().trim().min(1).max(60).optional(),
  MAIL_FROM: z.string().default("凤栖吴兴 <contest@example.org>"),
  STAFF_SESSION_HOURS: z.coerce.number().int().min(1).max(168).default(defaultSessionAges.staffHours),
  STAFF_IDLE_MINUTES: z.coerce.number().int().min(5).max(1440).default(defaultSessionAges.staffIdleMinutes),
  SESSION_DAYS: z.coerce.number().int().min(1).max(365).default(defaultSessionAges.days),
  PRINTS_AT_ONCE: z.coerce.number().int().min(1).max(16).default(2),
  PRINTS_WAITING: z.coerce.number().int().min(0).max(500).default(20),
  WORKERS: z.union([z.literal("auto"), z.coerce.number().int().min(1).max(64)]).default("auto"),
  PAGE_WORKERS: z.union([z.literal("auto"), z.coerce.number().int().min(0).max(64)]).default("auto"),
  CDN_PURGE_URL: z.url({ protocol: /^https?$/ }).optional(),
  CDN_PURGE_AUTHORIZATION: z.string().min(1).optional(),
  FRONT_CACHE_SECONDS: z.coerce.number().min(0).max(60).default(0),
  METRICS_TOKEN: z.string().min(16).optional(),
  ALARM_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALARM_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, { error: "must be whsec_ and base64 of at least 24 bytes" })
    .optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  ...s3Variables,
});
const schema = variables.superRefine((env, context) => {
  for (const lacking of whatLacksS3(env))
    context.addIssue({ code: "custom", path: [lacking], message: "needed where any S3_ variable is set" });
  for (const other of ["DATABASE_OWNER_URL", "DATABASE_DIRECT_URL", "DATABASE_REPLICA_URL"] as const)
    if (env[other] && !env.DATABASE_URL)
      context.addIssue({ code: "custom", path: ["DATABASE_URL"], message: `needed where ${other} is set` });
  for (const name of ["DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL", "DATABASE_REPLICA_URL"] as const)
    if (env[name] && /^[^/]*\/\/[^/?#]*,/.test(env[name]))
      context.addIssue({
        code: "custom",
        path: [name],
        message: "must name one host: not all that reads it knows several",
      });
});

export type Env = z.infer<typeof schema>;

/** The environment, checked. Throws one readable line a variable that is wrong. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(filled);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not usable:\n  ${lines.join("\n  ")}`);
}

/** Everything the running server needs to know; made once at the start. */
export interface Settings
  extends Omit<
    Env,
    | "DATABASE_URL"
    | "DATABASE_DIRECT_URL"
    | "DATABASE_OWNER_URL"
    | "AUTH_SECRET"
    | "BASE_URL"
    | "PERSONAL_DATA_KEYS"
    | "PERSONAL_DATA_INDEX_KEY"
    | "BUNDLE_SIGNING_KEY"
  > {
  databaseUrl: string;
  /** The same database past any pooler: for what needs a connection of its own (listening, the job queue, migrations). */
  directUrl: string;
  authSecret: string;
  baseUrl: string;
  vault: VaultKeys;
  /** What signs bundles; null: none are made. */
  bundleKey: BundleKey | null;
  /** Where files lie; null: in the data folder. */
  s3: S3Settings | null;
  /** Embedded database and loopback only: demo identities and the outbox are open. */
  demo: boolean;
}

/** Whether nobody but this machine gets through: it listens on loopback, and no proxy or public address is before it. */
export function isForThisMachine(env: Pick<Env, "HOST" | "BASE_URL" | "TRUSTED_PROXIES">): boolean {
  const address = env.BASE_URL === undefined || isLoopbackHost(new URL(env.BASE_URL).hostname);
  return isLoopbackHost(env.HOST) && address && env.TRUSTED_PROXIES === 0;
}

/** Whether a host's name, without port, means this machine. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127\./.test(host);
}
