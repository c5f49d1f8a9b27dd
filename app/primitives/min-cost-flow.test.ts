import fc from "fast-check";
import { expect, test } from "vitest";
import { type Arc, minCostFlow, type Network } from "./min-cost-flow.ts";

test("a cheap way is taken before a dear one, and a way back undoes a greedy start", () => {
  const arcs = [
    { from: 0, to: 1, capacity: 1, cost: 1 },
    { from: 0, to: 2, capacity: 1, cost: 5 },
    { from: 1, to: 2, capacity: 1, cost: 1 },
    { from: 1, to: 3, capacity: 1, cost: 9 },
    { from: 2, to: 3, capacity: 1, cost: 1 },
  ];
  const through = [1, 1, 0, 1, 1];
  expect(minCostFlow({ nodes: 4, source: 0, sink: 3, arcs })).toEqual({ amount: 2, cost: 16, through });
});

test("without a way nothing flows", () => {
  const arcs = [{ from: 1, to: 0, capacity: 3, cost: 0 }];
  expect(minCostFlow({ nodes: 3, source: 0, sink: 2, arcs })).toEqual({ amount: 0, cost: 0, through: [0] });
});

const networks: fc.Arbitrary<Network> = fc.integer({ min: 2, max: 5 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    source: fc.constant(0),
    sink: fc.constant(nodes - 1),
    arcs: fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: nodes - 1 }),
        to: fc.integer({ min: 0, max: nodes - 1 }),
        capacity: fc.integer({ min: 0, max: 2 }),
        cost: fc.integer({ min: 0, max: 4 }),
      }),
      { maxLength: 7 },
    ),
  }),
);

test("the flow is one, and no other is greater, or as great and cheaper (every flow of small networks tried)", () => {
  fc.assert(
    fc.property(networks, (network) => {
      const found = minCostFlow(network);
      expect(isFlow(network, found.through)).toBe(true);
      expect(found.cost).toBe(costOf(network.arcs, found.through));
      expect(found.amount).toBe(amountOf(network, found.through));
      let most = 0;
      let least = 0;
      for (const through of everyChoice(network.arcs)) {
        if (!isFlow(network, through)) continue;
        const amount = amountOf(network, through);
        const cost = costOf(network.arcs, through);
        if (amount > most || (amount === most && cost < least)) {
          most = amount;
          least = cost;
        }
      }
      expect([found.amount, found.cost]).toEqual([most, least]);
    }),
    { numRuns: 400 },
  );
});

function* everyChoice(arcs: readonly Arc[]): Generator<number[]> {
  const [first, ...rest] = arcs;
  if (!first) return yield [];
  for (const others of everyChoice(rest)) {
    for (let flow = 0; flow <= first.capacity; flow++) yield [flow, ...others];
  }
}

function isFlow({ nodes, source, sink, arcs }: Network, through: number[]): boolean {
  const balance = new Array<number>(nodes).fill(0);
  for (const [n, { from, to, capacity }] of arcs.entries()) {
    const flow = through[n] ?? 0;
    if (flow < 0 || flow > capacity) return false;
    balance[from] = (balance[from] ?? 0) - flow;
    balance[to] = (balance[to] ?? 0) + flow;
  }
  return balance.every((kept, node) => node === source || node === sink || kept === 0);
}

function amountOf({ source, arcs }: Network, through: number[]): number {
  return arcs.reduce((sum, { from, to }, n) => {
    const flow = through[n] ?? 0;
    return sum + (from === source ? flow : 0) - (to === source ? flow : 0);
  }, 0);
}

function costOf(arcs: readonly Arc[], through: number[]): number {
  return arcs.reduce((sum, { cost }, n) => sum + cost * (through[n] ?? 0), 0);
}
