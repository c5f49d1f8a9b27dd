import type { ReactNode } from "react";
import type { StageView } from "~/rules/stage/stage-view.ts";
import { useNames, useStageWords, widthOf } from "./language.tsx";

/** What the host's assistant wants to be read, as large as it may be. */
export function MessageScreen({ message }: { message: NonNullable<StageView["message"]> }): ReactNode {
  const { other } = useStageWords();
  const { first, second } = useNames()(message.text, message.textEn || null);
  const width = widthOf(first) + widthOf(second ?? "") / 2;
  return (
    <div
      className="stage-message"
      data-long={width > 150 ? "most" : width > 66 ? "very" : width > 28 ? "yes" : undefined}
    >
      <p className="stage-message-first">{first}</p>
      {second ? (
        <p lang={other} className="stage-message-second">
          {second}
        </p>
      ) : null}
    </div>
  );
}
