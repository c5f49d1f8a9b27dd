import type zh from "./zh-CN/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "ui";
    returnNull: false;
    resources: typeof zh;
  }
}
