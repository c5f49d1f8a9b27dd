import { isValidPhoneNumber, parsePhoneNumber } from "libphonenumber-js/min";
import { plainLetters } from "~/primitives/code-points.ts";

/**
 * A telephone number as E.164: "+86 138-0013 8000", "0086…" and full-width digits become "+8613800138000", and so does a
 * mobile number of mainland China that is written without its country code. Null for what no country's numbering plan has
 * (libphonenumber's short metadata), and for any other number without a country code.
 */
export function phoneNumber(written: string): string | null {
  const compact = plainLetters(written)
    .replace(/[\s().·‐-―-]/g, "")
    .replace(/^00/, "+")
    .replace(/^(86)?(?=1[3-9]\d{9}$)/, "+86");
  if (!/^\+[1-9]\d{6,14}$/.test(compact) || !isValidPhoneNumber(compact)) return null;
  return parsePhoneNumber(compact).number;
}
