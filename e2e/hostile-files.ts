import { samplePdf, samplePng, sampleZip } from "../db/seed/factories/sample-files.ts";

/** A file that somebody might attach, what becomes of it, and how its name is shown where it is taken. */
interface HostileFile {
  what: string;
  name: string;
  bytes: Buffer;
  /** What no file system takes in a name is a line there (app/rules/files/attachment.ts); undefined: it is refused. */
  shownAs?: string;
}

const page = "<html><script>alert(1)</script></html>";

export const hostileFiles: readonly HostileFile[] = [
  { what: "nothing", name: "empty.pdf", bytes: Buffer.alloc(0) },
  { what: "a page that calls itself a PDF", name: "plan.pdf", bytes: Buffer.from(page) },
  { what: "a program that calls itself a PDF", name: "plan.pdf", bytes: Buffer.from("MZ\x90\x00\x03\x00\x00\x00PE") },
  { what: "a picture that is script", name: "plan.svg", bytes: Buffer.from("<svg onload=alert(1)>") },
  {
    what: "a ZIP that unpacks to far more",
    name: "bomb.pdf",
    bytes: sampleZip([{ name: "a", text: "0".repeat(9e6) }]),
  },
  {
    what: "a PDF that is a page too",
    name: "both.pdf",
    bytes: Buffer.concat([Buffer.from(page), samplePdf("both")]),
  },
  { what: "a picture of impossible size", name: "large.png", bytes: samplePng(8, 8, [60_000, 60_000]) },
  { what: "a path upwards", name: "../../../etc/passwd.pdf", bytes: samplePdf("path"), shownAs: "passwd.pdf" },
  {
    what: "markup as a name",
    name: "<img src=x onerror=alert(1)>.pdf",
    bytes: samplePdf("markup"),
    shownAs: "_img src=x onerror=alert(1)_.pdf",
  },
  { what: "a formula as a name", name: "=1+cmd.pdf", bytes: samplePdf("formula"), shownAs: "=1+cmd.pdf" },
];
