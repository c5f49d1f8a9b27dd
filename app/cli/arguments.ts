import { InvalidArgumentError } from "commander";
import { z } from "zod";
import { versionIn } from "~/rules/releases/public-view.ts";

export function keyArgument(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("It is no public key.");
}

export function emailArgument(text: string): string {
  if (z.email().safeParse(text).success) return text.toLowerCase();
  throw new InvalidArgumentError("It is no e-mail address.");
}

export function digestArgument(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("It is no digest: 64 hexadecimal digits.");
}

export function versionArgument(text: string): number {
  const version = versionIn(text);
  if (version === null) throw new InvalidArgumentError("It is no number of a version.");
  return version;
}
