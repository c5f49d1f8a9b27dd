import type { acts } from "./zh-CN/audit.ts";
import type { workbook } from "./zh-CN/documents.ts";
import type zh from "./zh-CN/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "ui";
    returnNull: false;
    /** `acts` and `workbook` on the server only (i18n.server.ts). */
    resources: typeof zh & { acts: typeof acts; workbook: typeof workbook };
  }
}
