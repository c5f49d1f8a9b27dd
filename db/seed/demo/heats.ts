/** The tour of the demo edition. Days count from the day of seeding, so that one heat is always today. */
export interface DemoHeat {
  slug: string;
  city: string;
  cityEn: string;
  venue: string;
  venueEn: string;
  track: string;
  day: number;
  /** How far the heat has come. */
  reached: "registration" | "screening" | "judging" | "closed" | "proposed" | "published";
  applications: number;
  judges: 3 | 5 | 7;
  capacity: number;
  /** The scoreboard stands still after so many projects, so that the end stays open. */
  freezeAfter: number;
}

export const heats: DemoHeat[] = [
  heat("shanghai", "上海", "Shanghai", "张江科学会堂", "Zhangjiang Science Hall", "beauty", -21, "published", 24, 7),
  heat(
    "hangzhou",
    "杭州",
    "Hangzhou",
    "未来科技城国际会议中心",
    "Future Sci-Tech City Conference Centre",
    "digital",
    -9,
    "proposed",
    24,
    7,
  ),
  heat(
    "nanjing",
    "南京",
    "Nanjing",
    "江北新区产业技术研创园",
    "Jiangbei Industrial Technology Park",
    "equipment",
    -2,
    "closed",
    22,
    5,
  ),
  heat(
    "beijing",
    "北京",
    "Beijing",
    "中关村国家自主创新示范区会议中心",
    "Zhongguancun Conference Centre",
    "semiconductor",
    0,
    "judging",
    24,
    7,
  ),
  heat(
    "chongqing",
    "重庆",
    "Chongqing",
    "两江新区数字经济产业园",
    "Liangjiang Digital Economy Park",
    "machinery",
    12,
    "screening",
    24,
    5,
  ),
  heat("shenzhen", "深圳", "Shenzhen", "南山智园", "Nanshan i-Park", "photonics", 23, "registration", 24, 5),
  heat(
    "guangzhou",
    "广州",
    "Guangzhou",
    "黄埔创新创业中心",
    "Huangpu Innovation Centre",
    "fashion",
    33,
    "registration",
    18,
    3,
  ),
];

function heat(
  slug: string,
  city: string,
  cityEn: string,
  venue: string,
  venueEn: string,
  track: string,
  day: number,
  reached: DemoHeat["reached"],
  applications: number,
  judges: DemoHeat["judges"],
): DemoHeat {
  const hall = { capacity: 18, freezeAfter: 15 };
  return { slug: `${slug}-6`, city, cityEn, venue, venueEn, track, day, reached, applications, judges, ...hall };
}
