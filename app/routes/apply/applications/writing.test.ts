import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textIn } from "~/rules/applications/merge-texts.ts";
import { begunWriting, decided, disputed, folded, offered, settled, taken, typed, unsent } from "./form-texts.ts";

const begun = begunWriting({ summary: "旧", market: "旧" }, 3);

describe("what is written in the form", () => {
  it("is sent field by field, each with what it was before", () => {
    expect(unsent(begun)).toBeNull();
    expect(unsent(typed(begun, "summary", "新"))).toEqual({ change: { summary: "新" }, base: { summary: "旧" } });
    expect(unsent(typed(typed(begun, "summary", "新"), "summary", "旧"))).toBeNull();
  });

  it("counts rows without a word, and another kind of line end, for nothing", () => {
    const rows = JSON.stringify([{ name: "", duty: "", degree: "", fullTime: false }]);
    expect(unsent(typed(begun, "members", rows))).toBeNull();
    expect(unsent(typed(begunWriting({ summary: "一\n二" }, 1), "summary", "一\r\n二"))).toBeNull();
  });

  it("goes on while a save is under way, and only what changed since is sent next", () => {
    const first = typed(begun, "summary", "新");
    const sent = unsent(first);
    if (!sent) throw new Error("nothing was to be sent");
    const after = settled(typed(first, "summary", "更新"), sent, 4);
    expect(unsent(after)).toEqual({ change: { summary: "更新" }, base: { summary: "新" } });
  });

  it("takes over what was changed elsewhere where it was not touched here, and nothing else", () => {
    const writing = folded(typed(begun, "summary", "这里"), { summary: "那里", market: "那里" }, 5);
    expect(writing.words).toMatchObject({ summary: "这里", market: "那里" });
    expect(unsent(writing)).toEqual({ change: { summary: "这里" }, base: { summary: "旧" } });
  });

  it("stands beside the other text until somebody has chosen, and is not sent meanwhile", () => {
    const writing = typed(begun, "summary", "这里");
    const sent = unsent(writing);
    if (!sent) throw new Error("nothing was to be sent");
    const dispute = settled(writing, sent, 5, { summary: "那里" });
    expect(disputed(dispute)).toEqual([{ name: "summary", mine: "这里", theirs: "那里" }]);
    expect(unsent(dispute)).toBeNull();
    const mine = decided(dispute, { summary: "mine" });
    expect(unsent(mine)).toEqual({ change: { summary: "这里" }, base: { summary: "那里" } });
    const theirs = decided(dispute, { summary: "theirs" });
    expect([textIn(theirs.words, "summary"), unsent(theirs), disputed(theirs)]).toEqual(["那里", null, []]);
  });

  it("is offered from the device where it differs, and taken as it was left", () => {
    const fields = offered(begun, { summary: "本机", market: "旧" });
    expect(fields).toEqual([{ name: "summary", mine: "本机", theirs: "旧" }]);
    expect(unsent(taken(begun, { summary: "本机" }))?.change).toEqual({ summary: "本机" });
  });

  it("never loses a word typed here, whatever is saved and changed elsewhere in between", () => {
    const text = fc.constantFrom("", "甲", "乙", "丙");
    const step = fc.oneof(
      fc.record({ kind: fc.constant("elsewhere" as const), text }),
      fc.record({ kind: fc.constant("save" as const), disputed: fc.boolean(), text }),
    );
    fc.assert(
      fc.property(text, fc.array(step, { maxLength: 8 }), (word, steps) => {
        let writing = typed(begun, "summary", word);
        for (const [at, each] of steps.entries()) {
          if (each.kind === "elsewhere") writing = folded(writing, { summary: each.text, market: "旧" }, at);
          else {
            const sent = unsent(writing);
            if (sent) writing = settled(writing, sent, at, each.disputed ? { summary: each.text } : {});
            // Once the server has it, somebody else may change it with it before their eyes
            if (sent && !each.disputed) return;
          }
          expect(textIn(writing.words, "summary")).toBe(word);
        }
      }),
    );
  });
});
