import { useTranslation } from "react-i18next";
import type zh from "~/locales/zh-CN/apply.ts";

type Known = keyof (typeof zh)["refusal"];
const known: readonly string[] = [
  "registration-not-open",
  "deadline-passed",
  "too-many-drafts",
  "round-not-open",
  "application-locked",
  "screening-begun",
  "news-since",
  "stale-version",
  "invalid-input",
  "already-decided",
  "heat-full",
] satisfies Known[];

/** A refusal of a command about an application, in words. */
export function useRefusalWords(): (type: string) => string {
  const { t } = useTranslation("apply");
  return (type) => t(`refusal.${known.includes(type) ? (type as Known) : "other"}`);
}
