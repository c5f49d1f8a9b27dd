import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { AttachmentType } from "~/rules/files/attachment.ts";
import type { AuthorMark } from "~/rules/files/author-mark.ts";
import { authorNeedles } from "~/rules/review/blind.ts";
import { startThread } from "../thread.ts";

/** Longer than the largest copy takes on a slow machine. */
const patienceMs = 60_000;
/** One at a time: each holds a whole file in memory. Who comes later waits. */
let line: Promise<unknown> = Promise.resolve();

/**
 * Who is named in a copy for blind review beside what its pages show; by the answers it is known who
 * the applicant is. Null where it cannot be told: broken, locked by a password, or too much for the thread that looks at it and that
 * is ended after `patience`, in milliseconds.
 */
export async function findAuthorMarks(
  copy: { read: () => Promise<Uint8Array<ArrayBuffer>>; type: AttachmentType; answers: DraftAnswers },
  patience = patienceMs,
): Promise<AuthorMark[] | null> {
  const turn = line.then(async () => await look(copy, patience));
  line = turn.catch(() => {});
  return await turn;
}

async function look(
  { read, type, answers }: Parameters<typeof findAuthorMarks>[0],
  patience: number,
): Promise<AuthorMark[] | null> {
  const bytes = await read();
  const worker = startThread("services/files/author-mark-worker.ts", {
    workerData: { bytes, type, needles: authorNeedles(answers) },
    transferList: [bytes.buffer],
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  const late = setTimeout(() => void worker.terminate(), patience);
  try {
    return await new Promise<AuthorMark[] | null>((done) => {
      worker.once("message", done);
      worker.once("error", () => done(null));
      worker.once("exit", () => done(null));
    });
  } finally {
    clearTimeout(late);
    void worker.terminate();
  }
}

/** Why a file is not taken as a copy for blind review. */
export type CopyRefusal =
  /** It tells, beside its pages, who made it. */
  | { type: "copy-names-author"; marks: AuthorMark[] }
  /** Whether it does cannot be told. */
  | { type: "copy-unreadable" };
