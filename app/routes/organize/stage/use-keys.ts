import { useEffect, useRef, useState } from "react";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import type { ConductPicture } from "~/services/live/conduct-picture.ts";
import { type Act, actsOf, isPossible, keys } from "./acts.ts";

const kept = "conduct-keys";

/** Takes the steps that are pressed on the keyboard, unless the person has switched that off on this device. */
export function useKeys(picture: ConductPicture, take: (step: ConductStep) => void) {
  const [on, setOn] = useState(true);
  const now = useRef({ picture, take });
  now.current = { picture, take };
  useEffect(() => setOn(localStorage.getItem(kept) !== "off"), []);
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      const act = actOf(event);
      if (!act) return;
      event.preventDefault();
      const step = actsOf(now.current.picture)[act];
      if (isPossible(now.current.picture, step)) now.current.take(step);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [on]);
  const choose = (wanted: boolean) => {
    localStorage.setItem(kept, wanted ? "on" : "off");
    setOn(wanted);
  };
  return { on, choose };
}

/** The act that was pressed; undefined where somebody writes, or the key is the browser's or the focused button's own. */
function actOf(event: KeyboardEvent): Act | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return undefined;
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return undefined;
  if (event.key === " " && at?.closest("button, a, summary, input")) return undefined;
  const key = event.key === "=" ? "+" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return (Object.keys(keys) as Act[]).find((act) => keys[act] === key);
}
