import { i18nFor } from "~/locales/i18n.server.ts";
import { type Problem, type ProblemKind, problemStatus } from "~/rules/exchange/public-api.ts";

export const problemType = "application/problem+json; charset=utf-8";

/** A refusal as a problem document (RFC 9457), in both languages: whoever reads it may read either. */
export function problemOf(kind: ProblemKind): Problem {
  const [en, zh] = [i18nFor("en").t, i18nFor("zh-CN").t];
  return {
    type: `/api#${kind}`,
    status: problemStatus[kind],
    title: en(`api:problem.${kind}.title`),
    detail: en(`api:problem.${kind}.detail`),
    titleZh: zh(`api:problem.${kind}.title`),
    detailZh: zh(`api:problem.${kind}.detail`),
  };
}
