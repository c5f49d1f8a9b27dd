/** The zone in which the house counts its days and shows its times, unless a round lies elsewhere: Beijing's. */
export const homeZone = "Asia/Shanghai";
