import type { Translation } from "../translation.ts";
import type * as zh from "../zh-CN/errors.ts";

export const errors = {
  "not-found": {
    title: "This page cannot be found",
    mend: "It does not exist, or it is not yours to see. Check the address, or start again from the home page.",
  },
  "not-allowed": { title: "You may not do this", mend: "If you need to, ask the organizer for the right role." },
  "signed-out": {
    title: "Please sign in first",
    mend: "You are not signed in, or your session has ended. You will come back here, and nothing you wrote is lost.",
  },
  "stale-version": {
    title: "Someone has changed this meanwhile",
    mend: "Another window or person saved it after you opened the page. Reload, look at the latest, then submit again.",
  },
  "replayed-with-other-input": {
    title: "This was already sent, with other content",
    mend: "The first one has taken effect. Reload the page to see it; start afresh if you want to change it.",
  },
  "invalid-input": {
    title: "Some things need to be put right",
    mend: "Follow the notes beside the fields, then submit again.",
  },
  "edition-draft": {
    title: "This edition is still a draft",
    mend: "Change its state in the edition's settings first, then publish the result.",
  },
  "results-published": {
    title: "This edition has published results",
    mend: "It can go back to a draft once they are withdrawn.",
  },
  "illegal-step": {
    title: "This cannot be done in the current state",
    mend: "The state may just have changed. Reload the page and follow the next step that it names.",
  },
  "entry-held": {
    title: "The panel is conferring on this project",
    mend: "Until that has ended and a supervisor has confirmed it, its sheets are not reopened and scoring does not end.",
  },
  "no-hall-part": {
    title: "The rule has no audience vote",
    mend: "Let the organizer add a part under “Other points” in the rule that comes from the hall’s vote.",
  },
  "no-hall-codes": {
    title: "There are no voting codes yet",
    mend: "Let the organizer make voting cards, print them and give them out; then open the vote.",
  },
  "hall-too-early": {
    title: "The vote cannot open yet",
    mend: "It can once a judge has handed in the first sheet: from then on the rule and the projects stand still.",
  },
  "hall-miscounted": {
    title: "The votes do not fit the codes that were used",
    mend: "Somebody has changed data past the product, so the vote is not closed. Ask whoever runs the machine to look at the trail; discard this vote and print new cards if need be.",
  },
  "too-many-codes": {
    title: "Too many voting codes",
    mend: "A round has 5,000 at most. Discard the vote to begin anew.",
  },
  "hall-vote-fixed": {
    title: "The audience vote cannot be changed like this now",
    mend: "It may not be open, or be over already. Reload the page to see.",
  },
  "entries-held": {
    title: "Some projects still need the panel to confer",
    mend: "The scores of these projects lie too far apart. Settle each on the page “Conferring” first, then end the scoring.",
  },
  "no-deliberation": {
    title: "Nobody confers on this project now",
    mend: "It may have ended. Reload the page to see.",
  },
  "not-held": {
    title: "The panel need not confer on this project",
    mend: "Its scores lie within what the round allows, or sheets are still missing. Reload the page to see.",
  },
  "practice-begun": {
    title: "A judge has handed in the practice sheet",
    mend: "All judges are compared with the same reference, so the practice project stands still. To use another one remove it first.",
  },
  "practice-closed": {
    title: "The practice is over",
    mend: "Nothing is handed in or changed any more. Reload the page to see the comparison.",
  },
  "no-practice": {
    title: "The round has no practice project",
    mend: "It may have been removed. Reload the page to see.",
  },
  "practice-not-whole": {
    title: "The practice project is not ready",
    mend: "The rubric and the reference marks do not match: there is no rubric yet, or it has just changed. An organizer has to complete the reference marks.",
  },
  "already-revised": {
    title: "You have given your value after conferring",
    mend: "Each judge changes a project's value once.",
  },
  "sheet-locked": {
    title: "The sheet is submitted and locked",
    mend: "A submitted sheet cannot be changed. If there is a mistake, tell the scorer.",
  },
  "rule-frozen": {
    title: "Rubric and rule are locked",
    mend: "From the first submitted sheet on, neither the rubric nor the scoring rule changes.",
  },
  recused: {
    title: "The judge has recused from this entry",
    mend: "There is no sheet for it, and it does not count towards the result.",
  },
  "release-fixed": {
    title: "The release is under way",
    mend: "What was signed cannot be changed. To start over, void the release and say why.",
  },
  "same-person": {
    title: "Another person must confirm",
    mend: "Whoever proposed cannot confirm. Ask the supervisor.",
  },
  "hand-taken": {
    title: "A third person must publish",
    mend: "You signed the proposal or its confirmation. In this edition somebody else publishes.",
  },
  "nothing-to-correct": { title: "There is nothing to correct", mend: "The table is the same as the published one." },
  "proof-needed": {
    title: "Please show first that it is you",
    mend: "Seeing or finding identity documents, downloading files with personal data and appointing people take a sign-in, or a confirmation, of the last 15 minutes. Confirm in a new window, come back here and send it again: what you typed stays.",
    link: "Confirm in a new window",
  },
  "role-too-young": {
    title: "This role is not held for long enough to sign",
    mend: "A signing role has to be held for the time that the edition asks. In an emergency of the day another supervisor, or the operator on the command line, waives it with a reason: see “Signers”.",
  },
  "supervisor-unconfirmed": {
    title: "Another supervisor has to agree to a supervisor",
    mend: "Let another supervisor confirm the appointment, or the operator appoint on the command line.",
  },
  "own-appointment": {
    title: "Not for the person concerned",
    mend: "Neither who invited nor who it is about can confirm or waive. Another supervisor has to.",
  },
  "not-waiting": {
    title: "There is nothing to waive",
    mend: "The person may sign in this round already, or does not hold the role any more. Reload the page to see.",
  },
  "standings-changed": {
    title: "The table has changed since: the proposal is void",
    mend: "Nothing was signed, and the version is voided. The scorer checks the table and proposes again.",
  },
  "no-such-tie": {
    title: "These projects are not equal now",
    mend: "Marks may have changed. Refresh the page and record the vote on the tie as it is now.",
  },
  "no-advancement-rule": {
    title: "There is no rule yet for who goes on",
    mend: "Settle it first in the edition’s settings, under “Advancement”, then come back.",
  },
  "no-final": { title: "This edition has no final yet", mend: "First create a round of the kind “Final”." },
  "final-begun": {
    title: "The final has begun",
    mend: "Its list no longer changes. If it must, the people of the final see to it on the spot.",
  },
  "heats-unpublished": {
    title: "Some heats have no published result",
    mend: "Wait until they are published, or tick “without these heats” and draw the line again.",
  },
  "notice-open": {
    title: "The public notice is not over",
    mend: "An objection may still change the result. Go on once the notice is over.",
  },
  "ties-undecided": { title: "The tie on the line is not broken yet", mend: "Record the panel’s vote first." },
  "advancement-differs": {
    title: "The line no longer agrees with the results",
    mend: "Look at the differences and draw it anew, then let the next one move up.",
  },
  "not-next": {
    title: "It is not this project’s turn to move up",
    mend: "No place is free, or others come before it. Reload the page.",
  },
  "withdrawn-already": { title: "This project has withdrawn already", mend: "There is nothing more to do." },
  "not-tied": {
    title: "These projects are no longer undecided",
    mend: "Something has just changed. Reload the page and check before you record the vote.",
  },
  "digest-differs": {
    title: "This is not the version that you checked",
    mend: "Reload the page and check the latest standings before you confirm.",
  },
  "nothing-to-release": {
    title: "There are no results to release yet",
    mend: "At least one entry must have a rank. Check whether the sheets are submitted.",
  },
  "nobody-to-copy": {
    title: "There is nobody to copy",
    mend: "The judges of that round are on this panel already, or it has none. Choose another round.",
  },
  "nobody-to-invite": {
    title: "There is nobody to invite",
    mend: "Every judge has accepted or has an invitation that still stands.",
  },
  "own-role": { title: "You cannot take back your own role of organizer", mend: "Let another organizer do it." },
  "own-recusal": {
    title: "You cannot recuse yourself here, nor lift your own recusal",
    mend: "Let another organizer do it.",
  },
  "not-staff-there": { title: "This person has no work in the round", mend: "Reload the page and look at the list." },
  "round-not-open": {
    title: "The round does not take this now",
    mend: "See the state of the round and its timetable.",
  },
  "scoring-not-open": {
    title: "Scoring of this project is not open yet",
    mend: "What you have written is kept. Submit it again once scoring has been announced.",
  },
  "registration-not-open": {
    title: "Registration has not opened yet",
    mend: "Come back when it opens; the date is on the home page.",
  },
  "too-many-drafts": { title: "Too many drafts", mend: "Finish or discard one of them first." },
  "already-decided": { title: "That is the decision already", mend: "There is nothing more to do." },
  "heat-full": { title: "This heat has no place left", mend: "Choose another, or raise its capacity first." },
  "take-back-first": {
    title: "The present decision has to be taken back first",
    mend: "What has a place in a heat cannot go this way at once. Take the decision back, then decide anew.",
  },
  "likely-duplicate": {
    title: "A strong duplicate has qualified already",
    mend: "Open the application, compare it with its likely duplicates, and qualify it if they differ.",
  },
  "proposal-waiting": {
    title: "A decision waits for its second check",
    mend: "Confirm or decline what was proposed first.",
  },
  "own-proposal": { title: "Another screener has to check it", mend: "Who proposes a decision cannot confirm it." },
  "others-proposal": {
    title: "Somebody else proposed this",
    mend: "Only the proposer takes it back; you can confirm or decline it.",
  },
  "proposal-outdated": {
    title: "Things have changed since it was proposed",
    mend: "Look at the latest, and decline the proposal if it no longer holds.",
  },
  "application-locked": {
    title: "This application cannot be changed",
    mend: "It was submitted or withdrawn. Ask the organizers if something must be changed.",
  },
  incomplete: { title: "The application is not complete", mend: "Fill in what is named, then submit again." },
  "deadline-passed": {
    title: "The deadline has passed",
    mend: "Nothing is accepted after it. If in doubt, ask the organizer.",
  },
  "invitation-unusable": {
    title: "This invitation cannot be used",
    mend: "It was used, has expired or was revoked. Ask the organizer for a new one.",
  },
  "seat-taken": { title: "The seat is taken", mend: "Ask the organizer to invite you to another seat." },
  "no-such-seat": {
    title: "There is no such seat on the panel",
    mend: "Reload the page and choose from the panel as it is now.",
  },
  "not-ready": { title: "The round is not ready yet", mend: "First complete what the page lists." },
  "sheets-submitted": {
    title: "A sheet has been submitted: the round cannot go back",
    mend: "To stop the scoring, let the scorer close it.",
  },
  "scoring-begun": {
    title: "Scoring has begun: the running order stands",
    mend: "Judges already score in this order.",
  },
  "no-entries": {
    title: "There are no entries yet",
    mend: "Finish screening first: qualified applications become entries by themselves.",
  },
  "criterion-in-ties": {
    title: "The scoring rule still needs this criterion",
    mend: "Take it out of the scoring rule first, then remove it here.",
  },
  "marks-in-drafts": {
    title: "Judges have given marks in drafts",
    mend: "Say that these marks may be cleared, and save again.",
  },
  "slug-taken": { title: "Another round has this address", mend: "Choose another one." },
  "fixed-after-draft": {
    title: "Address and kind no longer change",
    mend: "The round is public already. Everything else can still be changed.",
  },
  "hands-fixed": {
    title: "Results are being released",
    mend: "Who proposes, confirms and publishes can be changed once these releases are published or voided.",
  },
  "data-erased": {
    title: "The personal data of this edition has been erased",
    mend: "The day of erasure stands. Everything else can be changed.",
  },
  "choice-in-use": { title: "A track or group is in use", mend: "Put it back and save again; it can be renamed." },
  "recommender-exists": {
    title: "The edition has a recommender of this name",
    mend: "Choose another name, or reopen the one that was ended.",
  },
  "key-taken": {
    title: "This judge's key was used before",
    mend: "Keys are not used twice: choose another, or leave it empty.",
  },
  "already-seated": {
    title: "This judge is on the panel already",
    mend: "Who was removed can be restored in the list, without a new invitation.",
  },
  "panel-in-use": {
    title: "A panel is still in use",
    mend: "Move its judges and projects to another panel first, then take it away.",
  },
  "no-panels": { title: "There are no panels yet", mend: "Name at least two panels, and save them." },
  "head-fixed": {
    title: "The head judge stands",
    mend: "The rule parts ties by the head judge, and a sheet has been submitted.",
  },
  "no-identity": { title: "There is no identity number to show", mend: "None was entered, or it was erased." },
  "email-differs": {
    title: "This is not your sign-in address",
    mend: "Type your sign-in address exactly, to confirm that it is you.",
  },
  "staff-account": {
    title: "This account cannot be erased here",
    mend: "Staff, judges and recommenders’ contacts: please ask the organizers.",
  },
  "being-judged": {
    title: "An application is being judged and cannot be erased now",
    mend: "It becomes possible once results are published. In a special case ask the organizers.",
  },
  "code-wrong": {
    title: "The code is wrong or has expired",
    mend: "Check the code in the e-mail, or ask for a new one.",
  },
  "no-factor": { title: "You have no second factor yet", mend: "Set one up in your account, then come back." },
  "not-begun": { title: "The QR code has expired", mend: "Get a new one and confirm it within 15 minutes." },
  "factor-wrong": {
    title: "The code is not right",
    mend: "See that your phone sets its time by itself, and try the next code that the app shows.",
  },
  "factor-used": {
    title: "This code was used already",
    mend: "Each code works once: wait for the app to show the next one (30 seconds at most).",
  },
  "passkey-wrong": { title: "The passkey did not pass", mend: "Try once more, or use another way." },
  "passkey-unusable": {
    title: "The passkey was not added",
    mend: "It took too long, or the device did not check that it is you (fingerprint, face or PIN). Begin again.",
  },
  "passkey-there": {
    title: "This passkey is there already",
    mend: "Nothing more is needed. For another device, add one on that device.",
  },
  "passkeys-full": {
    title: "You have 10 passkeys already",
    mend: "Remove one that you no longer use, then add the new one.",
  },
  "too-many-tries": { title: "Too many wrong codes", mend: "Nothing more is taken for 15 minutes. Try again later." },
  "too-many-requests": { title: "Too many attempts", mend: "Wait a moment, then try again." },
  "too-large": { title: "Too large", mend: "Make the file or the text smaller, then try again." },
  offline: {
    title: "You are offline",
    mend: "What you filled in is kept on this device and will be sent when the network returns.",
  },
  unavailable: { title: "Not available right now", mend: "Try again in a while. What you submitted is safe." },
  unexpected: {
    title: "Something went wrong",
    mend: "It has been recorded. Try again; if it happens again, give the organizer the number {{id}}.",
  },
  "review-not-set": {
    title: "There are no review settings yet",
    mend: "First set how many reviews each project gets.",
  },
  "stale-preview": {
    title: "Something has changed since the preview",
    mend: "The assignment, judges, projects or standings have changed; nothing was stored. Preview again and check before you confirm.",
  },
  conflict: { title: "The judge is tied to this project", mend: "Choose another judge." },
  "other-panel": {
    title: "The judge sits on another panel than the one that judges this project",
    mend: "Choose a judge of its panel, or change the panel of the project or the judge first.",
  },
  "already-assigned": { title: "The judge has this project already", mend: "There is nothing to do." },
  "not-assigned": {
    title: "The judge does not have this project",
    mend: "Reload the page to see the assignment as it is.",
  },
  "sheet-begun": {
    title: "The judge has begun",
    mend: "The sheet is begun, so the assignment stands; a judge who is tied to the project recuses.",
  },
  "assignment-fixed": {
    title: "The assignment has just changed",
    mend: "The judge does not have this project, or has begun. Reload the page.",
  },
  "blindness-fixed": {
    title: "What is hidden can no longer change",
    mend: "A judge has submitted a sheet on what is shown now. Other settings can still change.",
  },
  rehearsal: {
    title: "A rehearsal has no result",
    mend: "Its marks cannot be proposed, confirmed or published. The real result is released in the heat itself.",
  },
  "not-a-heat": {
    title: "This round cannot be rehearsed",
    mend: "Only heats and finals can, and a rehearsal not once more.",
  },
  "rehearsal-stands": {
    title: "There is a rehearsal already",
    mend: "A heat has one at a time. Wipe the present one before you begin another.",
  },
  "nothing-to-sign": {
    title: "There is nothing to sign now",
    mend: "Wait until all sheets are there; the table is signed once the scoring is closed.",
  },
  "signed-already": {
    title: "This is signed already",
    mend: "There is a signature under exactly this: nothing more is needed.",
  },
  "not-a-rehearsal": {
    title: "This is no rehearsal",
    mend: "Only a rehearsal can be wiped: nothing of a real heat is deleted.",
  },
  "entry-out": {
    title: "This project is absent, or late and therefore out",
    mend: "It is neither called nor scored. If that was recorded by mistake, the scorer takes it back on the run sheet, with a reason.",
  },
  "wrong-ticket": {
    title: "This code is not for this heat",
    mend: "Check that the contestant is showing the invitation for this heat, or sign them in by name.",
  },
  "no-such-entry": {
    title: "There is no such project in this round",
    mend: "The list may just have changed. Reload the page and choose again.",
  },
  "already-recorded": {
    title: "This project's sign-in is already on record",
    mend: "A colleague has just seen to it. If it is wrong, take it back first, then record it anew.",
  },
  "not-recorded": {
    title: "Nothing is on record for this project",
    mend: "It may have been taken back. Reload the page.",
  },
  "late-rule-fixed": {
    title: "Somebody was late under this rule, so it stands",
    mend: "If that was recorded by mistake, take the record back first.",
  },
  "already-called": {
    title: "A project has been called on stage, so its place stands",
    mend: "Only projects that were neither called nor scored can change places.",
  },
  "nothing-published": {
    title: "The results are not published yet",
    mend: "Publish them on the release page first.",
  },
  "certificates-during-notice": {
    title: "The notice is still open",
    mend: "An objection may yet change the ranks. Wait for its end, or open the button below and confirm.",
  },
  "no-prizes": {
    title: "There is no prize to give",
    mend: "Enter this round's prizes and how many are given in the edition's settings, under its public page.",
  },
  "already-committed": {
    title: "A sealed secret is waiting for the hall's word",
    mend: "Draw with it, or give it up first, with a reason.",
  },
  "redraw-unconfirmed": {
    title: "Drawing again needs the supervisor's confirmation",
    mend: "State the reason on the draw ceremony page; the supervisor confirms it in person before anything is drawn.",
  },
  "commitment-lost": {
    title: "The sealed secret can no longer be opened",
    mend: "The server's keys have changed. Give this commitment up and make a new one.",
  },
  "nothing-to-confirm": {
    title: "No redraw is waiting for confirmation",
    mend: "A first draw needs none, or it has been confirmed already.",
  },
  "reopening-asked": {
    title: "Somebody asked to reopen this sheet already",
    mend: "Wait for the supervisor, or take that request back first.",
  },
  "inputs-waiting": {
    title: "Parts or adjustments still wait for confirmation",
    mend: "Let the supervisor confirm or decline them first, then propose the result.",
  },
  "nothing-entered": { title: "Nothing new was entered", mend: "What was entered is what stands there already." },
  "take-back-asked": {
    title: "Somebody has asked to take this back already",
    mend: "Wait for the supervisor to confirm it, or withdraw that request first.",
  },
  "paper-begun": {
    title: "Somebody is at work on this paper sheet already",
    mend: "Reload the page and go on with the photo that is there.",
  },
  "check-asked": { title: "The judge is asked already", mend: "Wait for the answer." },
  "draft-there": { title: "The draft on the tablet is replaced", mend: "Tick that you know, and send it again." },
  "code-unusable": {
    title: "The pairing code is wrong, used or expired",
    mend: "Check it sign by sign, or ask the scorer for a new one.",
  },
  "notice-closed": { title: "The notice has closed", mend: "Late objections are not accepted." },
  "objection-decided": {
    title: "The objection is decided",
    mend: "Its outcome and reason do not change any more. Reload the page to read them.",
  },
  "objection-not-yours": {
    title: "This objection is not yours to decide",
    mend: "Assign it to yourself first, under “Handler”.",
  },
  "objection-erased": {
    title: "The personal data has been erased",
    mend: "Who raised the objection, and what was written, is not kept any more.",
  },
  "no-handler": { title: "This person cannot handle it", mend: "Choose one of the supervisors in the list." },
  "no-correction": {
    title: "This version cannot be put on record",
    mend: "Only an objection that was upheld can have one, once, and of later versions only. Reload the page.",
  },
  "landing-there": { title: "This project is tracked already", mend: "Open it on the board." },
  "no-final-to-land": {
    title: "There is no project of a final to add",
    mend: "The final’s result is not published yet, or all its projects are tracked. Reload the page, or add a single project.",
  },
  "landing-given-up": { title: "This landing was given up", mend: "To go on, take it up again first." },
  "landing-not-given-up": { title: "This landing is still tracked", mend: "Reload the page to see how it stands." },
  "milestone-done": {
    title: "This milestone is done already",
    mend: "Reload the page. To change what is on record, take it back first.",
  },
  "milestone-not-done": { title: "This milestone is not done", mend: "Reload the page to see how it stands." },
  "funds-need-agreement": {
    title: "No funds without an agreement",
    mend: "Put the agreement on record first, on a day not after the payment. While funds are paid by it, it stands.",
  },
  "files-full": { title: "No more files are taken", mend: "An objection has five at most, a landing thirty." },
  "checklist-fixed": {
    title: "The checklist stands",
    mend: "From the first finding on it does not change, so that the same is looked into for everybody.",
  },
  "findings-missing": {
    title: "Not everything has been looked into",
    mend: "Every item needs a finding (met, not met or not applicable) before there can be a decision.",
  },
  "finalist-decided": {
    title: "There is a decision",
    mend: "While it stands, findings and files do not change. To look again, revoke the decision and say why.",
  },
  "not-decided": {
    title: "There is no decision to revoke",
    mend: "Somebody may just have revoked it. Reload the page to see.",
  },
  "finalist-files-full": { title: "No more files are taken", mend: "A project has forty at most. Remove one first." },
  "awards-granted": {
    title: "The awards are granted",
    mend: "They do not change any more. To correct them, revoke them and say why.",
  },
  "not-granted": {
    title: "No awards are granted",
    mend: "Somebody may just have revoked them. Reload the page to see.",
  },
  "awards-tied": {
    title: "Equal places lie across awards",
    mend: "Equals take up several awards, or more places than there are. Change how many are given in the settings, or have the panel vote and correct the result.",
  },
  "finalists-undecided": {
    title: "Winners without a decision",
    mend: "Everybody who is to win needs a decision after due diligence first.",
  },
  "file-there": { title: "This file is there already", mend: "There is no need to send it again." },
  late: {
    title: "Arrived after the scoring had ended; it does not count",
    mend: "The sheet is kept as late. Please tell the scorer.",
  },
  field: {
    required: "Fill this in",
    choose: "Choose one",
    tooShort_one: "At least {{count}} character",
    tooShort_other: "At least {{count}} characters",
    tooLong_one: "At most {{count}} character",
    tooLong_other: "At most {{count}} characters",
    tooSmall: "Must not be less than {{min}}",
    tooBig: "Must not be more than {{max}}",
    offStep: "Must be a multiple of {{step}}",
    notANumber: "Enter a number, such as 12.5",
    email: "Enter an e-mail address, such as name@example.com",
    phone: "Enter a mainland China mobile number, or a number with its country code, such as +44 7700 900123",
    date: "Enter a date, such as 1990-05-01",
    consent: "Read this and agree first",
    invalid: "This is not in the right form",
    reason: "Say why",
  },
} satisfies Translation<typeof zh.errors>;
