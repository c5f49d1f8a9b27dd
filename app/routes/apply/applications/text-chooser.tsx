import { Form } from "@remix-run/react";
import { type FormEvent, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Differing } from "~/rules/applications/merge-texts.ts";
import { Button } from "~/ui/button.tsx";
import { Icon } from "~/ui/icon.tsx";
import { ShownText } from "./shown-text.tsx";

export type Chosen = Record<string, "mine" | "theirs">;

interface Props {
  title: string;
  children?: ReactNode;
  fields: readonly Differing[];
  /** Over the two texts of each field, for example 这里的 and 另一处 14:02 保存的. */
  mine: string;
  theirs: string;
  /** Where the choice is sent without script. */
  action: string;
  /** Takes the choice in the page itself, where script runs. */
  onChoose?: (chosen: Chosen) => void;
}

/** Where two texts stand against each other: both, side by side, field by field, to choose one by one or all at once. */
export function TextChooser({ title, children, fields, mine, theirs, action, onChoose }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const id = useId();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    if (!onChoose) return;
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const all = submitter instanceof HTMLButtonElement && submitter.name === "all" ? sideOf(submitter.value) : null;
    const sent = new FormData(event.currentTarget);
    onChoose(Object.fromEntries(fields.map(({ name }) => [name, all ?? sideOf(sent.get(`keep.${name}`))])));
  };
  return (
    <section aria-labelledby={id} className="grid gap-4 rounded border-2 border-warn bg-surface p-4 sm:p-5">
      <div className="grid gap-1" role="status">
        <h2 id={id} className="flex items-center gap-2 text-lg">
          <Icon name="warn" className="text-warn" />
          {title}
        </h2>
        {children}
      </div>
      <Form method="post" action={action} onSubmit={onSubmit} className="grid gap-4">
        <input type="hidden" name="intent" value="choose" />
        <input type="hidden" name="fields" value={JSON.stringify(fields)} />
        {fields.length > 1 ? (
          <div className="flex flex-wrap gap-3">
            <Button name="all" value="mine">
              {t("choose.all", { side: mine })}
            </Button>
            <Button name="all" value="theirs">
              {t("choose.all", { side: theirs })}
            </Button>
          </div>
        ) : null}
        {fields.map(({ name, ...texts }) => (
          <fieldset key={name} className="min-w-0">
            <legend className="mb-1 font-semibold">{t(`field.${name as "summary"}`)}</legend>
            <div className="grid gap-3 sm:grid-cols-2">
              {(["mine", "theirs"] as const).map((side) => (
                <label
                  key={side}
                  className="flex min-w-0 cursor-pointer gap-3 rounded border border-line-strong p-3 has-checked:border-structure has-checked:bg-structure-soft"
                >
                  <input
                    type="radio"
                    name={`keep.${name}`}
                    value={side}
                    defaultChecked={side === "mine"}
                    className="mt-0.5 size-6 shrink-0"
                  />
                  <span className="min-w-0">
                    <span className="block text-sm text-ink-soft">{side === "mine" ? mine : theirs}</span>
                    <ShownText name={name} text={texts[side]} />
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
        ))}
        <div>
          <Button kind="primary">{t("choose.done")}</Button>
        </div>
      </Form>
    </section>
  );
}

function sideOf(value: unknown): "mine" | "theirs" {
  return value === "theirs" ? "theirs" : "mine";
}
