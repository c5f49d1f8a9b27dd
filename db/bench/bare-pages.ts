import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { Document, Font, Page, renderToStream, Text } from "@react-pdf/renderer";
import { createElement } from "react";

/** A thread for so many pages with a word on each: the least that a PDF of them takes. */
const file = createRequire(import.meta.url).resolve(
  "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
);
Font.register({ family: "Noto Sans SC", src: file });
const page = (_: unknown, key: number) =>
  createElement(
    Page,
    { key, size: "A4", orientation: "landscape", style: { fontFamily: "Noto Sans SC" } },
    createElement(Text, null, "证书"),
  );
const stream = await renderToStream(createElement(Document, null, Array.from({ length: workerData as number }, page)));
for await (const chunk of stream) parentPort?.postMessage(new Uint8Array(chunk as Buffer));
