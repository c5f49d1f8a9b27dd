import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { sealOf } from "~/rules/audit/audit-chain.ts";
import { type Bundle, bundleFormat, bundleInputs, type Statement, signedText } from "~/rules/releases/bundle.ts";
import { laterInputsOf, seatsOf } from "~/rules/releases/published-marks.ts";
import { signedTable } from "~/rules/releases/signed-table.ts";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import { standingsAndFigures } from "~/rules/standings/scoring.ts";

/** The key that signs the tests' bundles: everybody knows it. */
export const secret = new Uint8Array(32).fill(7);
export const ours = bytesToHex(ed25519.getPublicKey(secret));

/** What a bundle would say of the round, had three people released it. */
export function statementOf(round: JudgedRound): Statement {
  const result = { round: "shanghai-6", rule: round.rule, ...standingsAndFigures(round) };
  const criteria = round.criteria.map((each) => ({ ...each, label: each.key }));
  const sheets = round.sheets.map((sheet, at) => ({ ...sheet, version: 1 + (at % 3) }));
  const salt = "0f".repeat(16);
  const inputs = bundleInputs({ ...round, criteria, sheets }, null);
  const { digest } = signedTable(result, { ...laterInputsOf(inputs), salt, sheets, seats: seatsOf(inputs.judges) });
  return {
    edition: { slug: "6", title: "第六届" },
    round: { slug: "shanghai-6", title: "上海城市赛" },
    inputs,
    result,
    release: {
      version: 1,
      digest,
      salt,
      correction: null,
      proposed: { name: "潘以诚", at: "2026-05-01T10:00:00.000Z", factor: null },
      confirmed: { name: "严守正", at: "2026-05-01T10:30:00.000Z", factor: "totp" },
      published: { name: "顾清和", at: "2026-05-02T10:00:00.000Z", factor: "recovery" },
      noticeEndsOn: "2026-05-10",
    },
    audit: sealedAmongOthers({ version: 1, digest, noticeEndsOn: "2026-05-10", factor: "recovery" }),
  };
}

/** The publication as the second of three entries of the trail's second seal. */
function sealedAmongOthers(facts: Statement["audit"]["entry"]["facts"]): Statement["audit"] {
  const at = "2026-05-02T10:00:00.000000Z";
  const about = { at, actorId: "organizer", editionId: 6, roundId: 61, applicationId: null };
  const entry = { id: "102", command: "publish-release", ...about, facts };
  const [first, last] = ["101", "103"].map((id) => ({ id, command: "close-round", ...about, facts: {} }));
  if (!first || !last) throw new Error("there are two");
  const previousDigest = "ab".repeat(32);
  const { seal, places } = sealOf({ number: 2, previousDigest, settledTo: "103", sealedAt: at }, [first, entry, last]);
  return { seal, entry, linkBefore: places[0]?.link ?? "", digestsAfter: [places[2]?.digest ?? ""] };
}

export function signed(statement: Statement, key = secret): Bundle {
  const value = bytesToHex(ed25519.sign(utf8ToBytes(signedText(statement)), key));
  const publicKey = bytesToHex(ed25519.getPublicKey(key));
  return { format: bundleFormat, statement, signature: { algorithm: "Ed25519", publicKey, value } };
}
