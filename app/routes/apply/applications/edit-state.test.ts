import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textIn } from "~/rules/applications/merge-texts.ts";
import {
  afterDecision,
  afterSave,
  differingFrom,
  disputedFields,
  initialEditState,
  unsentChange,
  withStored,
  withTexts,
  withTyped,
} from "./form-texts.ts";

const initial = initialEditState({ summary: "旧", market: "旧" }, 3);

describe("what is written in the form", () => {
  it("is sent field by field, each with what it was before", () => {
    expect(unsentChange(initial)).toBeNull();
    expect(unsentChange(withTyped(initial, "summary", "新"))).toEqual({
      change: { summary: "新" },
      base: { summary: "旧" },
    });
    expect(unsentChange(withTyped(withTyped(initial, "summary", "新"), "summary", "旧"))).toBeNull();
  });

  it("counts rows without a word, and another kind of line end, for nothing", () => {
    const rows = JSON.stringify([{ name: "", duty: "", degree: "", fullTime: false }]);
    expect(unsentChange(withTyped(initial, "members", rows))).toBeNull();
    expect(unsentChange(withTyped(initialEditState({ summary: "一\n二" }, 1), "summary", "一\r\n二"))).toBeNull();
  });

  it("goes on while a save is under way, and only what changed since is sent next", () => {
    const first = withTyped(initial, "summary", "新");
    const sent = unsentChange(first);
    if (!sent) throw new Error("nothing was to be sent");
    const after = afterSave(withTyped(first, "summary", "更新"), sent, 4);
    expect(unsentChange(after)).toEqual({ change: { summary: "更新" }, base: { summary: "新" } });
  });

  it("takes over what was changed elsewhere where it was not touched here, and nothing else", () => {
    const writing = withStored(withTyped(initial, "summary", "这里"), { summary: "那里", market: "那里" }, 5);
    expect(writing.words).toMatchObject({ summary: "这里", market: "那里" });
    expect(unsentChange(writing)).toEqual({ change: { summary: "这里" }, base: { summary: "旧" } });
  });

  it("stands beside the other text until somebody has chosen, and is not sent meanwhile", () => {
    const writing = withTyped(initial, "summary", "这里");
    const sent = unsentChange(writing);
    if (!sent) throw new Error("nothing was to be sent");
    const dispute = afterSave(writing, sent, 5, { summary: "那里" });
    expect(disputedFields(dispute)).toEqual([{ name: "summary", mine: "这里", theirs: "那里" }]);
    expect(unsentChange(dispute)).toBeNull();
    const mine = afterDecision(dispute, { summary: "mine" });
    expect(unsentChange(mine)).toEqual({ change: { summary: "这里" }, base: { summary: "那里" } });
    const theirs = afterDecision(dispute, { summary: "theirs" });
    expect([textIn(theirs.words, "summary"), unsentChange(theirs), disputedFields(theirs)]).toEqual(["那里", null, []]);
  });

  it("is offered from the device where it differs, and taken as it was left", () => {
    const fields = differingFrom(initial, { summary: "本机", market: "旧" });
    expect(fields).toEqual([{ name: "summary", mine: "本机", theirs: "旧" }]);
    expect(unsentChange(withTexts(initial, { summary: "本机" }))?.change).toEqual({ summary: "本机" });
  });

  it("never loses a word typed here, whatever is saved and changed elsewhere in between", () => {
    const text = fc.constantFrom("", "甲", "乙", "丙");
    const step = fc.oneof(
      fc.record({ kind: fc.constant("elsewhere" as const), text }),
      fc.record({ kind: fc.constant("save" as const), disputed: fc.boolean(), text }),
    );
    fc.assert(
      fc.property(text, fc.array(step, { maxLength: 8 }), (word, steps) => {
        let writing = withTyped(initial, "summary", word);
        for (const [at, each] of steps.entries()) {
          if (each.kind === "elsewhere") writing = withStored(writing, { summary: each.text, market: "旧" }, at);
          else {
            const sent = unsentChange(writing);
            if (sent) writing = afterSave(writing, sent, at, each.disputed ? { summary: each.text } : {});
            // Once the server has it, somebody else may change it with it before their eyes
            if (sent && !each.disputed) return;
          }
          expect(textIn(writing.words, "summary")).toBe(word);
        }
      }),
    );
  });
});
