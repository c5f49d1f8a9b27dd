import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { teamAnswers } from "~db/seed/factories/applications.ts";
import { formOfTexts, rowsText, textNames, textsOfForm, textsSent } from "./form-texts.ts";
import { readStep } from "./read-change.server.ts";
import { fieldsOn } from "./use-edit-state.ts";

describe("the form as texts", () => {
  it("is the same answers and choices again", () => {
    const form = { answers: teamAnswers, choices: { round: "shanghai", group: "team" } };
    const { members, ...answers } = formOfTexts(textsOfForm(form)).answers;
    const { members: given, ...others } = teamAnswers;
    expect(answers).toEqual(others);
    expect(members?.map(({ name }) => name)).toEqual(given?.map(({ name }) => name));
    expect(formOfTexts(textsOfForm(form)).choices).toEqual(form.choices);
  });

  it("holds whatever somebody can type, but what no database takes", () => {
    fc.assert(
      fc.property(fc.constantFrom(...textNames), fc.string({ unit: "binary" }), (name, text) => {
        const sent = new FormData();
        sent.set(name, text);
        const texts = textsSent(sent, [name]);
        expect(textsOfForm(formOfTexts(texts))).toEqual(texts);
        expect(JSON.stringify(texts)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
      { numRuns: 40 },
    );
  });

  it("leaves out rows without a word, and reads nothing from what holds no rows", () => {
    expect(rowsText("members", [{ name: " " }, { name: "沈", fullTime: true }])).toBe(
      JSON.stringify([{ name: "沈", duty: "", degree: "", fullTime: true }]),
    );
    expect(formOfTexts({ members: "not rows", patents: '{"a":1}' }).answers).toEqual({ members: [], patents: [] });
  });
});

describe("a step that a form sends by itself", () => {
  const sentBy = (fields: Record<string, string>) => {
    const sent = new FormData();
    for (const [name, value] of Object.entries(fields)) sent.set(name, value);
    return sent;
  };

  it("changes only its own fields, and of those only what differs from what it was loaded with", () => {
    const sent = sentBy({
      version: "4",
      base: '{"market":"旧","businessModel":"旧"}',
      market: "新",
      businessModel: "旧",
    });
    sent.set("projectTitle", "别的步骤");
    expect(readStep(sent, fieldsOn("business"))).toEqual({
      version: 4,
      change: { market: "新" },
      base: { market: "旧" },
    });
  });

  it("keeps an identity number that is stored when its box is empty", () => {
    const sent = sentBy({ version: "1", base: '{"identityNumber":"3305**********1X"}', identityNumber: "" });
    expect(readStep(sent, ["identityNumber"])?.change).toEqual({});
    sent.set("identityNumber", "E12345678");
    expect(readStep(sent, ["identityNumber"])?.change).toEqual({ identityNumber: "E12345678" });
  });

  it("takes out the row whose button was pressed", () => {
    const sent = sentBy({
      version: "1",
      base: "{}",
      drop: "members.0",
      "members[0].name": "甲",
      "members[1].name": "乙",
    });
    expect(readStep(sent, ["members"])?.change.members).toContain("乙");
    expect(readStep(sent, ["members"])?.change.members).not.toContain("甲");
  });

  it.each([{}, { version: "x" }, { version: "1", base: "[1]" }, { version: "1", base: '{"a":1}' }])(
    "is none of ours when it is %j",
    (fields) => expect(readStep(sentBy(fields as Record<string, string>), ["market"])).toBeNull(),
  );
});
