import { plainLetters } from "~/primitives/code-points.ts";

/** Amounts and shares as people type them, and what is kept of them. */

/** What is kept of an amount in 万元 as somebody typed it; null where it is none. */
export function plainAmount(written: string): string | null {
  const amount = withoutUnit(plainLetters(written).trim());
  return isAmount(amount) ? amount : null;
}

/** What is kept of a share in percent as somebody typed it; null where it is none. */
export function plainShare(written: string): string | null {
  const share = withoutSign(plainLetters(written).trim());
  return isShare(share) ? share : null;
}

/** "1,200.50 万元" as "1200.50". */
export function withoutUnit(amount: string): string {
  return (
    amount
      .replace(/万元?$/, "")
      .trimEnd()
      // Only between thousands: who means 12.5 by "12,5" must not have written 125
      .replace(/(?<=\d)[,\s](?=\d{3}(?!\d))/g, "")
      .replace(/^0+(?=\d)/, "")
  );
}

/** "35.5 %" as "35.5". */
export function withoutSign(share: string): string {
  return share
    .replace(/%$/, "")
    .trimEnd()
    .replace(/^0+(?=\d)/, "");
}

/** Whether this is an amount in 万元 as it is kept: a plain decimal. */
export function isAmount(text: string): boolean {
  return /^\d{1,9}(\.\d{1,4})?$/.test(text);
}

/** Whether this is a share from 0 to 100 as it is kept, two decimals at most. */
export function isShare(text: string): boolean {
  return /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/.test(text);
}
