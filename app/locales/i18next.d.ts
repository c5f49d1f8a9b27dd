import type acts from "./zh-CN/acts.ts";
import type zh from "./zh-CN/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "ui";
    returnNull: false;
    /** `acts` on the server only (i18n.server.ts). */
    resources: typeof zh & { acts: typeof acts };
  }
}
