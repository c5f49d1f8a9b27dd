// biome-ignore-all lint/suspicious/noTemplateCurlyInString: modules, as text
import { parseAst } from "vite";
import { describe, expect, it } from "vitest";
import { findUse, without, wordsOf } from "./word-use.ts";

const tree = {
  ui: { save: "保存", shell: { menu: "菜单" }, state: { open: "开放", closed: "关闭" } },
  errors: { "not-found": { title: "没有" }, stale: { title: "旧" }, field: { required: "必填", tooLong: "过长" } },
  apply: {
    count_one: "1 item",
    count_other: "{{count}} 项",
    refusal: { other: "未能保存", late: "迟了" },
    title: "报名",
  },
};

const said = (modules: string[], behind: string[] = []) =>
  wordsOf(
    tree,
    modules.map((code) => findUse(parseAst(code), tree)),
    new Set(behind),
  );

describe("the words that modules can say", () => {
  it("are those that stand in quotes, of the chapters that are opened", () => {
    expect(said(['const { t } = useTranslation("ui"); t("save")'])).toEqual({ ui: { save: "保存" } });
    expect(said(['const { t } = useTranslation(); t("shell.menu")'])).toEqual({ ui: { shell: { menu: "菜单" } } });
    expect(said(['const { t } = useTranslation(["ui", "apply"]); t("title")'])).toEqual({ apply: { title: "报名" } });
  });

  it("come from another chapter where the key names it", () => {
    expect(said(['const { t } = useTranslation("ui"); t("errors:stale.title")'])).toEqual({
      errors: { stale: { title: "旧" } },
    });
  });

  it("come in both plural forms", () => {
    expect(said(['const { t } = useTranslation("apply"); t("count", { count })'])).toEqual({
      apply: { count_one: "1 item", count_other: "{{count}} 项" },
    });
  });

  it("come with all that a key may go on with", () => {
    const states = { ui: { state: { open: "开放", closed: "关闭" } } };
    expect(said(['const { t } = useTranslation("ui"); t(`state.${name}`)'])).toEqual(states);
    expect(said(['const { t } = useTranslation("ui"); t("state." + name)'])).toEqual(states);
    expect(said(['const { t } = useTranslation("ui"); tell("state")'])).toEqual(states);
    expect(said(['words("apply:refusal", type)'])).toEqual({ apply: { refusal: { other: "未能保存", late: "迟了" } } });
  });

  it("are, where a tag is handed over, those of the tags in the code behind the page", () => {
    const module = 'const { t } = useTranslation("errors"); t(`${type}.title`)';
    expect(said([module], ["stale", "no-such-tag"])).toEqual({ errors: { stale: { title: "旧" } } });
    expect(said(['const { t } = useTranslation("ui"); t(`errors:${type}.title`)'], ["stale"])).toEqual({
      errors: { stale: { title: "旧" } },
    });
    expect(said([module, 'export const kind = "not-found"'])).toEqual({ errors: { "not-found": { title: "没有" } } });
  });

  it("include a key that another module holds for the one that says it", () => {
    const holder = 'export const labels = ["state.open"]';
    expect(said(['const { t } = useTranslation("ui"); t("save")', holder])).toEqual({
      ui: { save: "保存", state: { open: "开放" } },
    });
  });

  it("are no more than that", () => {
    expect(said(['const open = "open"; fetch("/apply/save")'])).toEqual({});
    expect(said(['const { t } = useTranslation("apply"); t("title"); send("save")'])).toEqual({
      apply: { title: "报名" },
    });
  });
});

it("words that the frame has already brought do not come again", () => {
  const around = { ui: { save: "保存" } };
  expect(without({ ui: { save: "保存", shell: { menu: "菜单" } } }, around)).toEqual({
    ui: { shell: { menu: "菜单" } },
  });
  expect(without(around, around)).toEqual({});
});
