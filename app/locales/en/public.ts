import type { Translation } from "../translation.ts";
import type zh from "../zh-CN/public.ts";

export default {
  advanced: {
    title: "Into the final",
    lead: "By the published results.",
    wildcard: "Wildcard",
    movedUp: "Moved up",
  },
  motto: "One city, one industry, one contest",
  edition: {
    none: "The next edition is being prepared",
    noneHint: "Heats, tracks and dates will be announced here when registration opens.",
  },
  hero: {
    apply: "Apply now",
    deadline: "Applications close",
    before: "Registration opens soon:",
    closed: "Registration for this edition has closed",
    cities_one: "city",
    cities_other: "cities",
    heats_one: "heat",
    heats_other: "heats",
    tracks_one: "industry track",
    tracks_other: "industry tracks",
  },
  countdown: {
    days: "{days} days {hours} hours left",
    hours: "{hours} h {minutes} min left",
    over: "Closed",
    own: "{time} where you are ({zone})",
  },
  heat: {
    when: "When",
    where: "Where",
    track: "Industry track",
    format: "Format",
    formatText: "{{pitch}} minutes of pitch + {{defence}} minutes of defence",
    stateLabel: "State",
    prizes: "Prizes of this heat",
    apply: "Apply for this heat",
    applyHint: "Choose “{{title}}” in the application",
    calendar: "Add to calendar",
    results: "See the results",
    back: "The contest",
    unknown: "To be announced",
  },
  prizes: {
    title: "Prizes and support",
    lead: "Paid after the contest; winners that settle in Wuxing enjoy the landing policies besides.",
    heat: "In each heat",
    final: "In the final",
    places_one: "{{count}} place",
    places_other: "{{count}} places",
  },
  questions: { title: "Questions and answers" },
  organisers: { title: "Organisers" },
  tour: {
    title: "The tour",
    lead: "Each city takes one industry and holds one heat; the best of every stop meet in the final in Huzhou.",
  },
  results: {
    title: "Results",
    lead: "Confirmed by the supervisor before they are published, with the scoring rule and every dropped mark in the open.",
    see: "See the results",
  },
  way: {
    title: "How it goes",
    lead: "From application to landing, every step comes with a receipt and a mail.",
    apply: {
      title: "Apply online",
      text: "Choose heat and group, describe project and team. Drafts are saved as you write; come back whenever you like.",
    },
    screening: {
      title: "Eligibility check",
      text: "The organizers check your application and tell you the outcome by mail, with the reason if you are not eligible.",
    },
    heat: {
      title: "Pitch in a city heat",
      text: "The order is drawn on the spot after sign-in. You pitch, answer questions, and each judge scores alone.",
    },
    final: { title: "Final", text: "The winners of the heats compete for the awards of the year." },
    notice: {
      title: "Public notice",
      text: "Results are displayed to the public. Objections under a real name are answered one by one.",
    },
    landing: {
      title: "Settle in Wuxing",
      text: "Winning projects settle in one of the district’s two industrial zones, and the promised funds are paid.",
    },
  },
  timeline: {
    title: "Dates",
    opens: "Applications open",
    closes: "Applications close",
    heats: "City heats",
    final: "Final",
    landing: "Public notice, awards, landing",
  },
  who: {
    title: "Who can take part",
    company:
      "Registered companies. You will need the unified social credit code, the founding date and the company’s name.",
    team: "Start-up teams without a company yet, of three core members or more. The project’s title must not contain 「公司」 (company).",
    tracks: "Industry tracks",
  },
  awards: { title: "Award winners", lead: "Granted after due diligence." },
  contact: "Contact: {{contact}}",
  contactLabel: "Contact",
} satisfies Translation<typeof zh>;
