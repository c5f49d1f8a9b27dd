import account from "./account.ts";
import apply from "./apply.ts";
import deciding from "./deciding.ts";
import editions from "./editions.ts";
import eligibility from "./eligibility.ts";
import errors from "./errors.ts";
import judge from "./judge.ts";
import privacy from "./privacy.ts";
import publicPages from "./public.ts";
import recommend from "./recommend.ts";
import results from "./results.ts";
import rounds from "./rounds.ts";
import screening from "./screening.ts";
import ui from "./ui.ts";

export default {
  recommend,
  editions,
  account,
  apply,
  deciding,
  eligibility,
  errors,
  judge,
  privacy,
  public: publicPages,
  results,
  rounds,
  screening,
  ui,
};
