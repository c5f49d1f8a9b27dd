import { Worker } from "node:worker_threads";
import { qrCode } from "~/services/http/qr-code.ts";
import type { Paper } from "../../app/services/documents/paper.ts";
import { print } from "../../app/services/documents/print.ts";
import { compare, printFigure } from "./measure.ts";

const count = 100;

/**
 * A hundred certificates as one PDF, with their fonts, QR codes and lines, laid out in a thread as the server does it;
 * against a thread that makes a PDF of as many pages with one word on each, by the same library and font.
 */
export async function benchCertificates(): Promise<void> {
  const paper = certificates();
  let bytes = 0;
  const ours = async () => {
    bytes = (await print(paper)).length;
  };
  const { ours: ms, baseline: bareMs, ratio } = await compare(barePages, ours, { times: 5, warmUp: 1 });
  printFigure(
    `PDF of ${count} certificates: ${((count * 1000) / ms).toFixed(0)}/s (${(ms / 1000).toFixed(2)} s, ${(bytes / 2 ** 20).toFixed(1)} MB)`,
  );
  printFigure(
    `as many pages of one word: ${((count * 1000) / bareMs).toFixed(0)}/s (${(bareMs / 1000).toFixed(2)} s); ratio ${ratio.toFixed(1)}`,
  );
}

function certificates(): Paper {
  const frame = {
    locale: "zh-CN",
    title: "证书",
    round: "上海",
    about: "",
    rehearsal: null,
    printed: "",
    page: "",
    missing: "〓",
  };
  const pages = Array.from({ length: count }, (_, at) => {
    const serial = `0000-0000-${String(at).padStart(4, "0")}`;
    const address = `https://contest.example/certificates/${serial}`;
    const project = `高氮不锈钢增材制造与在线检测一体化装备（第${at}代）`;
    return {
      title: "获奖证书",
      titleEn: "Certificate of Award",
      serial,
      address,
      qr: qrCode(address),
      body: `沈一禾：\n您的项目「${project}」在第六届上海城市赛中荣获一等奖。\n特发此证，以资鼓励。`,
      bodyEn: `沈一禾\nYour project “${project}” won the First Prize in the Shanghai heat.`,
      issuer: "大赛组委会",
      issuerEn: "The Organizing Committee",
      date: "2026年11月27日",
    };
  });
  return { frame, kind: "certificates", words: { serial: "编号", check: "核验" }, pages };
}

async function barePages(): Promise<void> {
  const worker = new Worker(new URL("./bare-pages.ts", import.meta.url), {
    workerData: count,
    execArgv: ["--import", "tsx"],
  });
  await new Promise<void>((done, failed) => worker.once("error", failed).once("exit", () => done()));
}
