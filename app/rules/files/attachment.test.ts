import { describe, expect, it } from "vitest";
import {
  type AttachmentKind,
  type AttachmentViewer,
  attachmentKinds,
  kindRules,
  mayReadAttachment,
  type Stock,
  uploadProblem,
} from "./attachment.ts";

const none: Stock = { ofKind: 0, bytes: 0, unfinishedOfKind: 0, unfinished: 0, unfinishedBytes: 0 };
const mebibyte = 1024 * 1024;

describe("what may be uploaded", () => {
  it.each<[string, AttachmentKind, number, Partial<Stock>, string | null]>([
    ["a deck of 100 MB", "deck", 100 * mebibyte, {}, null],
    ["a deck of a byte more", "deck", 100 * mebibyte + 1, {}, "file-too-large"],
    ["a plan of 50 MB", "business-plan", 50 * mebibyte, {}, null],
    ["a plan of 51 MB", "business-plan", 51 * mebibyte, {}, "file-too-large"],
    ["a patent of 21 MB", "patent", 21 * mebibyte, {}, "file-too-large"],
    ["nothing", "patent", 0, {}, "file-empty"],
    ["a second deck", "deck", 1, { ofKind: 1 }, "files-too-many"],
    ["a second deck beside one under way", "deck", 1, { unfinishedOfKind: 1, unfinished: 1 }, "files-too-many"],
    ["the twentieth patent", "patent", 1, { ofKind: 19 }, null],
    ["more than all together may have", "patent", mebibyte, { bytes: 399.5 * mebibyte }, "files-too-large"],
    ["the same with what is under way", "patent", mebibyte, { unfinishedBytes: 399.5 * mebibyte }, "files-too-large"],
    ["the seventh at a time", "patent", 1, { unfinished: 6 }, "uploads-too-many"],
  ])("%s", (_, kind, size, stock, expected) => {
    expect(uploadProblem(kind, size, { ...none, ...stock })?.type ?? null).toBe(expected);
  });

  it("has no kind that is larger than all files together may be", () => {
    for (const kind of attachmentKinds) expect(uploadProblem(kind, kindRules[kind].mostBytes, none)).toBeNull();
  });
});

describe("who may read a file that was handed in", () => {
  const everybody: Record<string, AttachmentViewer> = {
    applicant: { as: "applicant" },
    screener: { as: "screener" },
    judge: { as: "judge", blind: false },
    blind: { as: "judge", blind: true },
  };
  /** Who of applicant, screener, judge and judge in a blind round reads the file; who reads its copy for blind review. */
  const table: Record<AttachmentKind, [original: string, copy: string]> = {
    "business-plan": ["applicant screener judge", "screener blind"],
    deck: ["applicant screener judge", "screener blind"],
    identity: ["applicant screener", "screener"],
    degree: ["applicant screener", "screener"],
    patent: ["applicant screener judge", "screener blind"],
    licence: ["applicant screener judge", "screener blind"],
    finance: ["applicant screener judge", "screener blind"],
    statement: ["applicant screener judge", "screener blind"],
  };
  const readers = (file: Parameters<typeof mayReadAttachment>[1]) =>
    Object.entries(everybody)
      .filter(([, viewer]) => mayReadAttachment(viewer, file))
      .map(([name]) => name)
      .join(" ");

  it.each(attachmentKinds)("%s", (kind) => {
    const file = { kind, redacted: false, submitted: true, removed: false };
    expect([readers(file), readers({ ...file, redacted: true })]).toEqual(table[kind]);
  });

  it.each(attachmentKinds)("%s, before it is handed in: the applicant alone, and nobody once it is removed", (kind) => {
    const file = { kind, redacted: false, submitted: false, removed: false };
    expect([readers(file), readers({ ...file, removed: true })]).toEqual(["applicant", ""]);
  });

  it("keeps a replaced file for those who were given it, and a removed copy for nobody", () => {
    const file = { kind: "deck", redacted: false, submitted: true, removed: true } as const;
    expect([readers(file), readers({ ...file, redacted: true })]).toEqual(["applicant screener judge", ""]);
  });
});
