/**
 * A priority queue of nodes by whole-number keys (Dial 1969), for shortest paths whose steps cost at most `largestStep`: keys in the queue never
 * differ by more than that, so that a ring of buckets is enough. Adding, moving and taking cost a constant time.
 */
export class BucketQueue {
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  /** The bucket of each node; -1 where it is not in the queue. */
  readonly #bucket: Int32Array;
  #count = 0;
  #at = 0;

  /** @param largestStep the most that a key put in may exceed the one taken last */
  constructor(nodes: number, largestStep: number) {
    this.#heads = new Int32Array(largestStep + 1).fill(-1);
    this.#next = new Int32Array(nodes);
    this.#previous = new Int32Array(nodes);
    this.#bucket = new Int32Array(nodes).fill(-1);
  }

  /** Puts a node in, or moves it to another key. */
  put(node: number, key: number): void {
    if (this.#bucket[node]! >= 0) this.#unlink(node);
    const bucket = key % this.#heads.length;
    const head = this.#heads[bucket]!;
    this.#next[node] = head;
    this.#previous[node] = -1;
    if (head >= 0) this.#previous[head] = node;
    this.#heads[bucket] = node;
    this.#bucket[node] = bucket;
    this.#count++;
  }

  /** Takes a node of the smallest key; -1 where none is left. */
  take(): number {
    if (this.#count === 0) return -1;
    while (this.#heads[this.#at]! < 0) this.#at = (this.#at + 1) % this.#heads.length;
    const node = this.#heads[this.#at]!;
    this.#unlink(node);
    return node;
  }

  #unlink(node: number): void {
    const [next, previous] = [this.#next[node]!, this.#previous[node]!];
    if (previous < 0) this.#heads[this.#bucket[node]!] = next;
    else this.#next[previous] = next;
    if (next >= 0) this.#previous[next] = previous;
    this.#bucket[node] = -1;
    this.#count--;
  }
}
