import account from "./account.ts";
import advancement from "./advancement.ts";
import agreement from "./agreement.ts";
import api from "./api.ts";
import apply from "./apply.ts";
import awards from "./awards.ts";
import certificates from "./certificates.ts";
import chains from "./chains.ts";
import conduct from "./conduct.ts";
import deciding from "./deciding.ts";
import editions from "./editions.ts";
import eligibility from "./eligibility.ts";
import errors from "./errors.ts";
import exchange from "./exchange.ts";
import factor from "./factor.ts";
import files from "./files.ts";
import judge from "./judge.ts";
import landing from "./landing.ts";
import mail from "./mail.ts";
import notice from "./notice.ts";
import papers from "./papers.ts";
import portrait from "./portrait.ts";
import privacy from "./privacy.ts";
import publicPages from "./public.ts";
import recommend from "./recommend.ts";
import rehearsal from "./rehearsal.ts";
import results from "./results.ts";
import review from "./review.ts";
import rounds from "./rounds.ts";
import runSheet from "./run-sheet.ts";
import scoreTable from "./score-table.ts";
import screening from "./screening.ts";
import stage from "./stage.ts";
import standing from "./standing.ts";
import tablet from "./tablet.ts";
import trail from "./trail.ts";
import ui from "./ui.ts";
import verify from "./verify.ts";
import webhooks from "./webhooks.ts";

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
  errors,
  exchange,
  factor,
  files,
  judge,
  landing,
  mail,
  notice,
  papers,
  portrait,
  privacy,
  public: publicPages,
  rehearsal,
  results,
  review,
  rounds,
  runSheet,
  scoreTable,
  screening,
  stage,
  standing,
  tablet,
  trail,
  ui,
  verify,
  webhooks,
};
