import { i18nFor } from "~/locales/i18n.server.ts";
import { answering } from "~/reads/exchange/answer.ts";
import { apiDocument } from "~/rules/exchange/api-document.ts";

const { t } = i18nFor("en");

/** What the interface is, for programs: OpenAPI 3.1. */
export const loader = answering({
  find: async ({ context }) => ({ body: apiDocument((word) => t(`api:${word}`), context.settings.baseUrl) }),
});
