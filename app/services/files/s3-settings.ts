import { z } from "zod";

/** The variables of the environment that name an S3-compatible store. */
export const s3Variables = {
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional(),
  S3_REGION: z.string().min(1).optional(),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_FORCE_PATH_STYLE: z.stringbool().optional(),
};

type S3Env = { [Name in keyof typeof s3Variables]?: z.infer<(typeof s3Variables)[Name]> };

export interface S3Settings {
  /** Left out: Amazon's own. */
  endpoint?: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** The bucket stands in the path, not in the host's name. */
  forcePathStyle: boolean;
}

/** The variables that are missing beside those that are set; none where none is set. */
export function whatLacksS3(env: S3Env): string[] {
  const names = Object.keys(s3Variables) as (keyof S3Env)[];
  if (names.every((name) => env[name] === undefined)) return [];
  const needed = ["S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;
  return needed.filter((name) => env[name] === undefined);
}

/** The store that the environment names; null when it names none. */
export function s3SettingsOf(env: S3Env): S3Settings | null {
  const { S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env;
  if (!S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) return null;
  return {
    endpoint: env.S3_ENDPOINT,
    bucket: S3_BUCKET,
    region: env.S3_REGION ?? "us-east-1",
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    forcePathStyle: env.S3_FORCE_PATH_STYLE ?? env.S3_ENDPOINT !== undefined,
  };
}
