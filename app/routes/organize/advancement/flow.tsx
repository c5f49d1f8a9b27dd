import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "~/ui/card.tsx";

interface Stream {
  slug: string;
  title: string;
  published: boolean;
  all: number;
  going: number;
}

/** Of one heat's place in the picture, in pixels: h-15. */
const height = 60;

/** From every heat a stream into the final, as broad as there are projects in it; beside it the same in words. */
export function Flow({ streams, going }: { streams: readonly Stream[]; going: number }): ReactNode {
  const { t } = useTranslation("advancement");
  const broadest = Math.max(1, ...streams.map((stream) => stream.going));
  const whole = height * streams.length;
  const widthOf = (stream: Stream) => (stream.going / broadest) * 18;
  const sum = streams.reduce((total, stream) => total + widthOf(stream), 0);
  let passed = (whole - sum) / 2;
  const paths = streams.map((stream, at) => {
    const [from, width] = [height * (at + 0.5), widthOf(stream)];
    const to = passed + width / 2;
    passed += width;
    return { ...stream, width, path: `M0 ${from} C50 ${from} 50 ${to} 100 ${to}` };
  });
  return (
    <Card title={t("flow.title")}>
      <p className="mb-4 text-ink-soft">{t("flow.summary", { heats: streams.length, going })}</p>
      <div className="grid max-w-280 grid-cols-[minmax(6rem,auto)_minmax(3rem,1fr)_auto] items-stretch">
        <ul>
          {streams.map(({ slug, title, published, all, going: on }) => (
            <li key={slug} className="flex h-15 flex-col justify-center border-structure border-e-4 pe-3">
              <span className="font-serif text-lg leading-tight font-semibold lg:text-xl">
                <span aria-hidden="true">{title}</span>
                <span className="sr-only">{t("flow.heatText", { heat: title, all, going: on })}</span>
              </span>
              <span aria-hidden={published} className="text-sm text-ink-soft tabular-nums lg:text-base">
                {published ? t("flow.heat", { going: on, all }) : t("flow.waiting")}
              </span>
            </li>
          ))}
        </ul>
        <svg
          viewBox={`0 0 100 ${whole}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
          height={whole}
          className="w-full"
        >
          {paths.map(({ slug, path, width, going: on }) =>
            on > 0 ? (
              <path
                key={slug}
                d={path}
                vectorEffect="non-scaling-stroke"
                strokeWidth={width}
                className="fill-none stroke-structure opacity-60"
              />
            ) : (
              <path
                key={slug}
                d={path}
                vectorEffect="non-scaling-stroke"
                strokeWidth={1.5}
                strokeDasharray="4 5"
                className="fill-none stroke-line-strong"
              />
            ),
          )}
        </svg>
        <div className="flex flex-col justify-center self-center rounded bg-structure px-4 py-6 text-center text-on-structure">
          <span className="font-serif text-lg font-semibold lg:text-2xl">{t("flow.final")}</span>
          <span className="text-sm tabular-nums lg:text-lg">{t("flow.going", { count: going })}</span>
        </div>
      </div>
    </Card>
  );
}
