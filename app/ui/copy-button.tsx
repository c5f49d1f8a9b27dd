import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, useHydrated } from "./button.tsx";

/** Puts a text on the clipboard and says so. There only with script, and where the browser lets pages write there. */
export function CopyButton({ text, label }: { text: string; label: ReactNode }): ReactNode {
  const { t } = useTranslation("ui");
  const hydrated = useHydrated();
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  if (!hydrated || !("clipboard" in navigator)) return null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("failed"),
    );
  return (
    <span className="inline-flex items-center gap-3">
      <Button type="button" size="row" onClick={() => void copy()}>
        {label}
      </Button>
      <span role="status" className="text-sm text-ink-soft">
        {state === "idle" ? "" : t(`copy.${state}`)}
      </span>
    </span>
  );
}
