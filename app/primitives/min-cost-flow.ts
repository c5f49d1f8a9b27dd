/**
 * The cheapest of the greatest flows through a network: successive shortest paths with potentials, where all paths of one
 * length are taken at once (Ahuja, Magnanti, Orlin, "Network Flows", 1993, 9.7 and 9.8). Costs and capacities are whole
 * numbers, costs not negative. The same network always gives the same flow.
 */
export interface Network {
  /** Nodes are 0 to nodes − 1. */
  nodes: number;
  source: number;
  sink: number;
  arcs: readonly Arc[];
}

export interface Arc {
  from: number;
  to: number;
  capacity: number;
  cost: number;
}

export interface Flow {
  /** How much goes from source to sink. */
  amount: number;
  /** Σ cost × flow over the arcs. */
  cost: number;
  /** What goes through each arc, in the order given. */
  through: number[];
}

/** The greatest flow from source to sink, and among those one of the least cost. */
export function minCostFlow(network: Network): Flow {
  const graph = residualOf(network);
  const distance = new Float64Array(network.nodes);
  const potential = new Float64Array(network.nodes);
  while (measure(graph, potential, distance)) {
    for (let node = 0; node < network.nodes; node++)
      potential[node] = at(potential, node) + Math.min(at(distance, node), at(distance, network.sink));
    saturate(graph, potential);
  }
  const through = network.arcs.map((_, arc) => at(graph.left, 2 * arc + 1));
  return {
    amount: network.arcs.reduce((sum, { from, to }, arc) => {
      const flow = through[arc] ?? 0;
      return sum + (from === network.source ? flow : 0) - (to === network.source ? flow : 0);
    }, 0),
    cost: network.arcs.reduce((sum, { cost }, arc) => sum + cost * (through[arc] ?? 0), 0),
    through,
  };
}

/** Arc 2n is the network's arc n, arc 2n + 1 the way back; `first[node]` to `first[node + 1]` are the node's places in `out`. */
interface Residual {
  source: number;
  sink: number;
  first: Int32Array;
  out: Int32Array;
  head: Int32Array;
  left: Float64Array;
  cost: Float64Array;
}

function residualOf({ nodes, source, sink, arcs }: Network): Residual {
  const first = new Int32Array(nodes + 1);
  const head = new Int32Array(2 * arcs.length);
  const out = new Int32Array(2 * arcs.length);
  const left = new Float64Array(2 * arcs.length);
  const cost = new Float64Array(2 * arcs.length);
  for (const { from, to } of arcs) {
    first[from + 1] = at(first, from + 1) + 1;
    first[to + 1] = at(first, to + 1) + 1;
  }
  for (let node = 0; node < nodes; node++) first[node + 1] = at(first, node + 1) + at(first, node);
  const next = first.slice();
  const place = (node: number, arc: number) => {
    out[at(next, node)] = arc;
    next[node] = at(next, node) + 1;
  };
  for (const [n, arc] of arcs.entries()) {
    head[2 * n] = arc.to;
    head[2 * n + 1] = arc.from;
    left[2 * n] = arc.capacity;
    cost[2 * n] = arc.cost;
    cost[2 * n + 1] = -arc.cost;
    place(arc.from, 2 * n);
    place(arc.to, 2 * n + 1);
  }
  return { source, sink, first, out, head, left, cost };
}

/** Writes how far each node is from the source, by reduced costs (Dijkstra); false when the sink cannot be reached. */
function measure(graph: Residual, potential: Float64Array, distance: Float64Array): boolean {
  const { source, sink, first, out, head, left, cost } = graph;
  distance.fill(Number.POSITIVE_INFINITY);
  distance[source] = 0;
  const queue = new Queue();
  queue.push(source, 0);
  for (let top = queue.pop(); top; top = queue.pop()) {
    const [node, far] = top;
    if (far > at(distance, node)) continue;
    // What lies no nearer than the sink is on no shortest path to it
    if (far >= at(distance, sink)) break;
    for (let place = at(first, node); place < at(first, node + 1); place++) {
      const arc = at(out, place);
      if (at(left, arc) <= 0) continue;
      const to = at(head, arc);
      const length = far + at(cost, arc) + at(potential, node) - at(potential, to);
      if (length >= at(distance, to)) continue;
      distance[to] = length;
      queue.push(to, length);
    }
  }
  return at(distance, sink) < Number.POSITIVE_INFINITY;
}

/** Sends along arcs of reduced cost zero whatever they carry. */
function saturate(graph: Residual, potential: Float64Array): void {
  const { source, sink, first, out, head, left, cost } = graph;
  const tight = (arc: number, node: number) =>
    at(left, arc) > 0 && at(cost, arc) + at(potential, node) === at(potential, at(head, arc));
  for (let level = levels(graph, tight); at(level, sink) >= 0; level = levels(graph, tight)) {
    const next = first.slice();
    const path: number[] = [];
    let node = source;
    for (;;) {
      if (node === sink) {
        const amount = path.reduce((least, arc) => Math.min(least, at(left, arc)), Number.POSITIVE_INFINITY);
        for (const arc of path) {
          left[arc] = at(left, arc) - amount;
          left[arc ^ 1] = at(left, arc ^ 1) + amount;
        }
        path.length = 0;
        node = source;
        continue;
      }
      const place = at(next, node);
      if (place < at(first, node + 1)) {
        const arc = at(out, place);
        if (tight(arc, node) && at(level, at(head, arc)) === at(level, node) + 1) {
          path.push(arc);
          node = at(head, arc);
        } else next[node] = place + 1;
        continue;
      }
      const back = path.pop();
      if (back === undefined) break;
      node = at(head, back ^ 1);
      next[node] = at(next, node) + 1;
    }
  }
}

/** How many tight arcs each node is from the source; −1 where none lead. */
function levels(graph: Residual, tight: (arc: number, node: number) => boolean): Int32Array {
  const { source, first, out, head } = graph;
  const level = new Int32Array(first.length - 1).fill(-1);
  level[source] = 0;
  const reached = [source];
  for (const node of reached) {
    for (let place = at(first, node); place < at(first, node + 1); place++) {
      const arc = at(out, place);
      const to = at(head, arc);
      if (at(level, to) >= 0 || !tight(arc, node)) continue;
      level[to] = at(level, node) + 1;
      reached.push(to);
    }
  }
  return level;
}

/** A binary heap of nodes by distance. */
class Queue {
  private readonly nodes: number[] = [];
  private readonly keys: number[] = [];

  push(node: number, key: number): void {
    let place = this.nodes.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (at(this.keys, parent) <= key) break;
      this.nodes[place] = at(this.nodes, parent);
      this.keys[place] = at(this.keys, parent);
      place = parent;
    }
    this.nodes[place] = node;
    this.keys[place] = key;
  }

  pop(): readonly [node: number, key: number] | undefined {
    const node = this.nodes[0];
    const key = this.keys[0];
    if (node === undefined || key === undefined) return undefined;
    const last = this.nodes.pop() ?? node;
    const lastKey = this.keys.pop() ?? key;
    const size = this.nodes.length;
    if (size === 0) return [node, key];
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && at(this.keys, child + 1) < at(this.keys, child)) child++;
      if (at(this.keys, child) >= lastKey) break;
      this.nodes[place] = at(this.nodes, child);
      this.keys[place] = at(this.keys, child);
      place = child;
    }
    this.nodes[place] = last;
    this.keys[place] = lastKey;
    return [node, key];
  }
}

function at(list: ArrayLike<number>, place: number): number {
  return list[place] ?? 0;
}
