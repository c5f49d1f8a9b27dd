import { account, factor, passkey, privacy } from "./accounts.ts";
import { advancement } from "./advancement.ts";
import { apply } from "./applications.ts";
import { trail } from "./audit.ts";
import { awards } from "./awards.ts";
import { certificates, papers } from "./documents.ts";
import { editions, publicPages } from "./editions.ts";
import { errors } from "./errors.ts";
import { api, exchange, webhooks } from "./exchange.ts";
import { files } from "./files.ts";
import { rehearsal, runSheet } from "./heats.ts";
import { landing } from "./landing.ts";
import { mail } from "./mail.ts";
import { notice } from "./notices.ts";
import { health } from "./operations.ts";
import { chains, portrait } from "./portrait.ts";
import { recommend } from "./recommenders.ts";
import { results, signers, verify } from "./releases.ts";
import { review } from "./review.ts";
import { panels, rounds } from "./rounds.ts";
import { deliberation, hall, inputs, judge, practice, scoreTable, tablet } from "./scoring.ts";
import { deciding, eligibility, screening } from "./screening.ts";
import { conduct, stage } from "./stage.ts";
import { agreement, standing } from "./standings.ts";
import { ui } from "./ui.ts";

export default {
  recommend,
  editions,
  account,
  advancement,
  agreement,
  api,
  apply,
  awards,
  certificates,
  chains,
  conduct,
  deciding,
  eligibility,
  deliberation,
  errors,
  exchange,
  factor,
  passkey,
  files,
  hall,
  health,
  inputs,
  judge,
  landing,
  mail,
  notice,
  panels,
  papers,
  portrait,
  practice,
  privacy,
  public: publicPages,
  rehearsal,
  results,
  review,
  rounds,
  runSheet,
  scoreTable,
  screening,
  signers,
  stage,
  standing,
  tablet,
  trail,
  ui,
  verify,
  webhooks,
};
