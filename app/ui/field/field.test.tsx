import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { describe, expect, it } from "vitest";
import { i18nFor } from "../../locales/i18n.server.ts";
import { NumberStepper } from "../score/number-stepper.tsx";
import { CheckboxField, NumberField, RadioGroupField, SelectField, TextField } from "./choice-fields.tsx";
import { TextAreaField } from "./field.tsx";

const render = (node: ReactNode) =>
  renderToStaticMarkup(<I18nextProvider i18n={i18nFor("zh-CN")}>{node}</I18nextProvider>);
const options = [
  { value: "a", label: "甲" },
  { value: "b", label: "乙" },
];
const bands = [
  { label: "优", floorPercent: 85, guidance: "很好" },
  { label: "差", floorPercent: 0 },
];

const fields: [name: string, node: ReactNode][] = [
  ["text", <TextField key="" name="f" label="名称" hint="全称" error="请填写此项" />],
  ["number", <NumberField key="" name="f" label="比例" unit="%" hint="整数" error={["请填写此项", "其次"]} />],
  ["text area", <TextAreaField key="" name="f" label="简介" hint="短些" error="请填写此项" max={100} />],
  ["select", <SelectField key="" name="f" label="城市" hint="一个" error="请填写此项" options={options} />],
  ["radio group", <RadioGroupField key="" name="f" label="组别" hint="一个" error="请填写此项" options={options} />],
  ["checkbox", <CheckboxField key="" name="f" label="同意" hint="全文" error="请填写此项" />],
  [
    "mark",
    <NumberStepper key="" name="f" label="技术" hint="0至30" error="请填写此项" max={3000} step={50} bands={bands} />,
  ],
];

describe.each(fields)("a %s field", (_, node) => {
  const html = render(node);

  it("names its hint and its error to whoever cannot see them", () => {
    const described = [...html.matchAll(/aria-describedby="([^"]+)"/g)].flatMap(([, ids = ""]) => ids.split(" "));
    const texts = described.map((id) => new RegExp(`id="${id}"[^>]*>(.*?)</(?:p|div)>`).exec(html)?.[1] ?? "missing");
    expect(texts).not.toContain("missing");
    expect(texts.join()).toContain("请填写此项");
    expect(texts.join()).not.toContain("其次");
  });

  it("can be reached by its name from an error summary, as one control only", () => {
    expect(html.match(/ id="f"/g)).toHaveLength(1);
    expect(html).toMatch(/<(input|select|textarea)[^>]* id="f"/);
  });

  it("is sent without JavaScript", () => {
    expect(html).toMatch(/<(input|select|textarea)[^>]* name="f"/);
  });

  it("has no inline style, which the content security policy forbids", () => {
    expect(html).not.toContain("style=");
  });
});

it("a mark that is not there yet is sent as nothing, not as zero", () => {
  const html = render(<NumberStepper name="f" label="技术" max={3000} step={50} bands={bands} />);
  expect(html).toMatch(/<input[^>]*name="f"[^>]*value=""/);
  expect(html).toMatch(/type="range"(?![^>]*name=)/);
});
