import type { ReactNode } from "react";
import { formatMoney } from "./format/money.ts";
import { useLocale } from "./use-locale.ts";

/** An amount in whole yuan, never broken over two lines. */
export function Money({ yuan }: { yuan: number }): ReactNode {
  return <span className="whitespace-nowrap">{formatMoney(yuan, useLocale())}</span>;
}
