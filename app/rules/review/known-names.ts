import { pinyin } from "pinyin-pro";
import { foldLetters } from "./scrub.ts";

/** The ways in which a person or a company is written in a text: what a blind review must not let through. */

const han = /^\p{Script=Han}{2,}$/u;

/** A person: the name, turned round, in pinyin both ways, and the longer parts of a name in an alphabet. Folded. */
export function waysToNamePerson(name: string): string[] {
  const folded = foldLetters(name);
  if (han.test(folded)) {
    const syllables = pinyin(folded, { toneType: "none", type: "array", surname: "head" });
    const family = folded.length > 3 ? 2 : 1;
    const turned = [...syllables.slice(family), ...syllables.slice(0, family)];
    return [folded, foldLetters(syllables.join("")), foldLetters(turned.join(""))];
  }
  const parts = name.split(/[\s,，·・.]+/u).filter((part) => foldLetters(part) !== "");
  const turned = [...parts.slice(-1), ...parts.slice(0, -1)];
  const ends = parts.length > 2 ? [`${parts[0]}${parts.at(-1)}`, `${parts.at(-1)}${parts[0]}`] : [];
  const telling = parts.map(foldLetters).filter((part) => part.length >= 5);
  return atLeast(2, [folded, foldLetters(turned.join("")), ...ends.map(foldLetters), ...telling]);
}

/** 沈总, 沈博士: the family name with a title. Null for names that are not Chinese. */
export function familyWithTitle(name: string): RegExp | null {
  const folded = foldLetters(name);
  if (!han.test(folded)) return null;
  const family = folded.slice(0, folded.length > 3 ? 2 : 1);
  return new RegExp(`${family}(?:总|董|博士|教授|先生|女士|老师|院士|博导|工程师)`, "gu");
}

const form =
  /(股份有限公司|有限责任公司|有限公司|股份公司|集团公司|集团|公司|[\s,，]+(co|company|corp|corporation|inc|ltd|limited|llc|plc|gmbh|group|pte|pty|bv|ag|sa)\b).*$/iu;
const region =
  /^(中国|北京|上海|天津|重庆|浙江|江苏|广东|安徽|福建|山东|湖北|湖南|四川|陕西|河南|河北|江西|辽宁|湖州|吴兴|杭州|宁波|嘉兴|绍兴|温州|南京|苏州|无锡|常州|深圳|广州|成都|武汉|西安|合肥)(省|市|区)?/u;

/** A company or institution: its whole name, without its legal form, without what stands in brackets, without its place. Folded. */
export function waysToNameCompany(name: string): string[] {
  const wide = name.normalize("NFKC").trim();
  const bare = wide.replace(/\([^)]*\)/gu, "");
  const cores = [wide, bare].map((each) => each.replace(form, ""));
  const brands = cores.map((core) => core.replace(region, "").replace(region, ""));
  return [...atLeast(2, [wide, bare].map(foldLetters)), ...atLeast(3, [...cores, ...brands].map(foldLetters))];
}

/** A school or employer: its whole name, which says enough. Folded. */
export function waysToNameInstitution(name: string): string[] {
  return atLeast(2, [foldLetters(name)]);
}

/** Words so short that they would take half the text with them are left. */
function atLeast(letters: number, names: string[]): string[] {
  return [...new Set(names)].filter((name) => Array.from(name).length >= letters);
}
