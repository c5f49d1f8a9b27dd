import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal as AnyRefusal, CommonRefusal } from "~/commands/command.ts";
import type errorWords from "~/locales/zh-CN/errors.ts";
import { Callout } from "~/ui/callout.tsx";

/** Why an act on an application was refused, and how to mend it; takes the focus, so that nobody overlooks it. */
export function Refusal({ error }: { error: AnyRefusal | CommonRefusal }): ReactNode {
  const { t } = useTranslation("errors");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const tag = error.type as Exclude<keyof typeof errorWords, "field" | "unexpected">;
  return (
    <div ref={box} tabIndex={-1}>
      <Callout kind="danger" live title={t(`${tag}.title`)}>
        {t(`${tag}.mend`)}
      </Callout>
    </div>
  );
}
