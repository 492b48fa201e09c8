import { grown } from "./search-bytes.ts";

/** Which words have which keys. A key is a hash of 32 bits: of a million, some ten meet another by chance. */
export interface KeyTable {
  /** The keys of the next word; words come in order of their numbers. */
  put(word: number, own: readonly number[]): void;
  of(word: number): Uint32Array;
  wordsWith(key: number): readonly number[];
}

/** Linear hashing: with every key one chain is split in two, so that there is never a long pause. */
export function createKeyTable(): KeyTable {
  let count = 0;
  /** The keys of word n stand from starts[n] to starts[n + 1]. */
  let starts = new Uint32Array(1 << 11);
  let keys = new Uint32Array(1 << 12);
  let words = new Uint32Array(1 << 12);
  let next = new Int32Array(1 << 12);
  let heads = new Int32Array(1 << 12).fill(-1);
  let chains = 1 << 10;
  let split = 0;

  function chainOf(key: number): number {
    const chain = key & (chains - 1);
    return chain < split ? key & (chains * 2 - 1) : chain;
  }

  function link(entry: number): void {
    const chain = chainOf(keys[entry] ?? 0);
    next[entry] = heads[chain] ?? -1;
    heads[chain] = entry;
  }

  function splitChain(): void {
    const from = split;
    if (chains + from >= heads.length) {
      const wider = new Int32Array((chains + from + 1) * 2).fill(-1, heads.length);
      wider.set(heads);
      heads = wider;
    }
    let entry = heads[from] ?? -1;
    heads[from] = -1;
    split += 1;
    while (entry >= 0) {
      const after = next[entry] ?? -1;
      link(entry);
      entry = after;
    }
    if (split < chains) return;
    chains *= 2;
    split = 0;
  }

  return {
    put(word, own) {
      keys = grown(keys, count + own.length);
      words = grown(words, count + own.length);
      next = grown(next, count + own.length);
      starts = grown(starts, word + 2);
      for (const key of own) {
        const entry = count++;
        keys[entry] = key;
        words[entry] = word;
        link(entry);
        if (count > chains) splitChain();
      }
      starts[word + 1] = count;
    },
    of: (word) => keys.subarray(starts[word] ?? 0, starts[word + 1] ?? 0),
    wordsWith(key) {
      const found: number[] = [];
      let entry = heads[chainOf(key)] ?? -1;
      for (; entry >= 0; entry = next[entry] ?? -1) {
        if (keys[entry] === key) found.push(words[entry] ?? 0);
      }
      return found;
    },
  };
}
