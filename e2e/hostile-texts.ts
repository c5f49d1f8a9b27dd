import type { HostileText } from "./hostile-attack.ts";

/** What somebody might send into any field, by name: each is answered with an error or kept and shown as it was. */
const texts: Record<string, string> = {
  "SQL that ends a statement": "'; drop table applications; --",
  "SQL that is always true": '" or 1=1 --',
  "a dollar-quoted SQL body": "$$; select pg_sleep(9); $$",
  "wildcards of a search": "100%_\\%",
  "a script": "<script>alert(1)</script>",
  "an image with a handler": '"><img src=x onerror=alert(1)>',
  "an address that is script": "javascript:alert(1)",
  "a closing comment": "--><svg onload=alert(1)>",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant as it stands
  "templates of three kinds": "{{constructor}} ${7*7} <%= 7*7 %> {leaderName}",
  "a formula": "=cmd|' /C calc'!A0",
  "a formula by plus": "+1+cmd",
  "a formula by minus": "-2+3",
  "a formula by at": "@SUM(1,1)",
  "a formula in full width": "＝HYPERLINK(1)",
  "a header of a mail": "Hello\r\nBcc: everybody@example.com",
  "a path upwards": "../../../../etc/passwd",
  "NUL and control characters": "a\u0000b\u0007c\u001bd",
  "half a character": "half \ud83d done",
  "writing from right to left": "\u202egnp.exe\u202c شركة",
  "an isolate left open": "\u2066open",
  "nothing to see": "\u200b\u2060\ufeff",
  "letters piled up": "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334a\u0300l\u0301g\u0302o",
  "a family in one picture": "👨‍👩‍👧‍👦🇨🇳",
  "rare and new characters": "𠮷𪚥〇㐂",
  "a day that is none": "2024-02-30",
  "the day zero": "0000-00-00",
  "a year beyond years": "99999-12-31T25:61",
  "not a number": "NaN",
  "more than any number": "1e999",
  "minus nothing": "-0",
  "full-width digits": "１２３４５",
  "a hexadecimal number": "0x7fffffff",
  "a number too large for a column": "99999999999999999999",
  "the name of a property": "__proto__",
  "one word without an end": "字".repeat(3000),
  "a hundred thousand letters": "a".repeat(100_001),
};

/** The same as a form sends them, and what no text can say: bytes that are no UTF-8. */
export const hostileTexts: readonly HostileText[] = [
  ...Object.entries(texts).map(([name, text]) => ({
    name,
    encoded: encodeURIComponent(text.toWellFormed()),
    shown: text.toWellFormed(),
  })),
  { name: "half a character as raw bytes", encoded: "raw%20%ED%A0%80%20done", shown: "raw \ufffd\ufffd\ufffd done" },
  { name: "bytes that are no UTF-8", encoded: "a%FF%FEb", shown: "a\ufffd\ufffdb" },
];

const few = [
  "SQL that ends a statement",
  "a script",
  "an image with a handler",
  "a formula",
  "NUL and control characters",
  "half a character",
  "half a character as raw bytes",
  "writing from right to left",
  "a family in one picture",
  "a day that is none",
  "a number too large for a column",
  "the name of a property",
  "a hundred thousand letters",
];

/** One of each sort, for pages whose fields are kept by the same rules as others'. */
export const fewTexts = hostileTexts.filter(({ name }) => few.includes(name));
