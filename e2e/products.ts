import { clear, copyTemplate, productOf, startProduct, template, workers } from "./product.ts";

/** Builds the product and seeds the demo once, then starts a copy for each worker of Playwright, until it is told to end. */
const products = Array.from({ length: workers }, (_, worker) => productOf(worker));
const stopped = Promise.race(["SIGINT", "SIGTERM"].map((signal) => new Promise((done) => process.once(signal, done))));

await Promise.all([template, ...products].map(clear));
await (await startProduct(template)).stop();
const running = await Promise.all(
  products.map(async (each) => {
    await copyTemplate(each);
    return await startProduct(each, { MAIL_PER_SECOND: "1000" });
  }),
);
process.stdout.write("The products are up\n");
await stopped;
await Promise.all(running.map(({ stop }) => stop()));
